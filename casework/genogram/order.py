"""The order of the people within each row: couples side by side, children under their parents, households together.

Tries moves from a plain beginning and keeps what reads better. No chance in it: the same family gives the same picture.
"""

from collections import defaultdict
from itertools import chain, combinations, islice, pairwise, product
from typing import NamedTuple

# What it costs where a picture reads badly; a household torn apart is worst.
TORN_HOUSEHOLD, PARTED_COUPLE, PARTED_FORMER, CROSSING, PARTED_TWINS = 40, 22, 14, 12, 12
STRANGER_BETWEEN, UNDER_OTHERS, YOUNGER_FIRST, YOUNGER_HALF_FIRST, WOMAN_FIRST, AWAY, LINK_AWAY = (
    7,
    6,
    3,
    2,
    1,
    1.0,
    0.6,
)
TRIES = 6000


class Plan(NamedTuple):
    """What is to be put in order; keys below 0 are places kept free for the household to pass through a row."""

    row: dict
    couples: list  # (one, other, how they stand, the man first where there is one)
    unions: list  # (parents of one row, children of one row)
    links: list  # (one, other)
    twins: list
    halves: list  # (elder, younger) who have one parent together and stand in one row
    household: frozenset
    first_loose: int  # from this row on stand those who are not connected, in rows of their own


def ordered(rows, plan):
    """`rows`: a list of lists of keys; the same lists in the order that costs least of those that were tried."""
    best = [list(row) for row in rows]
    cost, left, better = cost_of(best, plan), TRIES, True
    while better:
        better = False
        for trial in islice(chain(_in_one_row(best), _in_two_rows(best)), left):
            left -= 1
            if (cheaper := cost_of(trial, plan)) < cost:
                best, cost, better = trial, cheaper, True
                break
    return best


def _in_one_row(rows):
    for number, row in enumerate(rows):
        for moved in _moves(row, (1, 2, 3)):
            yield [*rows[:number], moved, *rows[number + 1 :]]


def _in_two_rows(rows):
    """Somebody moved in a row and somebody in the next: parents can only follow where the children have gone."""
    for number in range(len(rows) - 1):
        for upper, lower in product(_moves(rows[number], (1,)), _moves(rows[number + 1], (1,))):
            yield [*rows[:number], upper, lower, *rows[number + 2 :]]


def _moves(row, lengths):
    """The row turned round, and every run of people (of these lengths) put in elsewhere, turned or not."""
    if len(row) > 1:
        yield row[::-1]
    for length in lengths:
        for start in range(len(row) - length + 1):
            run, rest = row[start : start + length], row[:start] + row[start + length :]
            for place in range(len(rest) + 1):
                if place != start:
                    yield rest[:place] + run + rest[place:]
                if length > 1:
                    yield rest[:place] + run[::-1] + rest[place:]


def cost_of(rows, plan):
    at = {key: place for row in rows for place, key in enumerate(row)}
    middle = {key: place - (len(row) - 1) / 2 for row in rows for place, key in enumerate(row)}
    return (
        TORN_HOUSEHOLD * sum(_runs(row, plan.household) for row in rows)
        + _couples(plan.couples, at)
        + _sibships(plan, at, middle)
        + _crossings(plan, at)
        + LINK_AWAY * sum(abs(middle[one] - middle[other]) for one, other in plan.links)
        + YOUNGER_HALF_FIRST * sum(at[elder] > at[younger] for elder, younger in plan.halves)
        + PARTED_TWINS * sum(_spread(twins, at) for twins in plan.twins)
        + _household_drift(rows, middle, plan.household)
    )


def _runs(row, household):
    """How often the household begins anew in a row, after the first time."""
    inside = [key in household for key in row]
    begins = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
    return max(0, begins - 1)


def _couples(couples, at):
    cost = 0
    for one, other, how, man_first in couples:
        between = abs(at[one] - at[other]) - 1
        cost += between * (PARTED_COUPLE if how == "partners" else PARTED_FORMER)
        cost += WOMAN_FIRST * (man_first and at[one] > at[other])
    return cost


def _spread(keys, at):
    """How many others stand between these."""
    places = [at[key] for key in keys]
    return max(places) - min(places) + 1 - len(places)


def _sibships(plan, at, middle):
    cost = 0
    for parents, children in plan.unions:
        cost += STRANGER_BETWEEN * _spread(children, at)
        cost += YOUNGER_FIRST * sum(at[one] > at[other] for one, other in combinations(children, 2))
        above = sum(middle[parent] for parent in parents) / len(parents)
        cost += AWAY * abs(above - sum(middle[child] for child in children) / len(children))
    return cost


def _crossings(plan, at):
    """How often a line from parents to a child would cross another's."""
    lines = defaultdict(list)
    for parents, children in plan.unions:
        above = sum(at[parent] for parent in parents) / len(parents)
        lines[plan.row[parents[0]], plan.row[children[0]]].append((above, [at[child] for child in children]))
    pairs = [pair for unions in lines.values() for pair in combinations(unions, 2)]
    crossed = sum(
        (one[0] - other[0]) * (left - right) < 0 for one, other in pairs for left in one[1] for right in other[1]
    )
    return CROSSING * crossed + UNDER_OTHERS * sum(_between(*pair) + _between(*pair[::-1]) for pair in pairs)


def _between(one, other):
    """How many children of the one stand between those of the other, whose line then runs over them."""
    return sum(min(other[1]) < place < max(other[1]) for place in one[1])


def _household_drift(rows, middle, household):
    """How far the household's part of one row stands from its part of the next."""
    middles = [[middle[key] for key in row if key in household] for row in rows]
    means = [sum(row) / len(row) for row in middles if row]
    return AWAY * sum(abs(one - other) for one, other in pairwise(means))
