"""The order of the people within each row: couples side by side, children under their parents, households together.

Tries moves from a plain beginning and keeps what reads better. No chance in it: the same family gives the same picture.
"""

from collections import defaultdict
from itertools import combinations, islice, pairwise, product
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
TRIES = 72_000  # divided by the number of people: with more of them each try takes longer


class LayoutPlan(NamedTuple):
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
    below = _children_below_parents(rows, plan)
    beginnings = [rows, below, [row[::-1] for row in below]]
    tries = TRIES // len(beginnings) // max(1, len(plan.row))
    return min((_improved(Search(begun, plan, tries)) for begun in beginnings), key=lambda search: search.cost).rows


def _improved(search):
    while search.each_row() or search.two_rows():
        pass
    return search


class Search:
    """The best order so far; `left` counts how many more may be tried."""

    def __init__(self, rows, plan, left):
        self.rows, self.plan, self.left = rows, plan, left
        self.cost = cost_of(rows, plan)

    def each_row(self):
        """Put each row into the best order that one move makes; say whether any became better."""
        before = self.cost
        for number in range(len(self.rows)):
            above, row, below = self.rows[:number], self.rows[number], self.rows[number + 1 :]
            self._take_the_best([*above, moved, *below] for moved in _moves(row, (1, 2, 3)))
        return self.cost < before

    def two_rows(self):
        """Move somebody in a row and somebody in the next: parents can only follow where the children have gone."""
        before = self.cost
        for number in range(len(self.rows) - 1):
            above, (upper, lower), below = self.rows[:number], self.rows[number : number + 2], self.rows[number + 2 :]
            both = product(_moves(upper, (1,)), _moves(lower, (1,)))
            self._take_the_best([*above, *moved, *below] for moved in both)
        return self.cost < before

    def _take_the_best(self, trials):
        for trial in islice(trials, self.left):
            self.left -= 1
            if (cost := cost_of(trial, self.plan, self.cost)) < self.cost:
                self.rows, self.cost = trial, cost


def _children_below_parents(rows, plan):
    """Another beginning: from above, each row sorted by where its parents stand, or those of the partner."""
    found, middle = [], {}
    for row in rows:
        wish = {
            child: sum(middle[parent] for parent in parents) / len(parents)
            for parents, children in plan.unions
            for child in children
            if child in row
        }
        for one, other, *_ in plan.couples:
            wish |= {one: wish[other]} if other in wish and one not in wish else {}
            wish |= {other: wish[one]} if one in wish and other not in wish else {}
        found.append(_sorted_by(wish, row))
        middle |= {key: place for place, key in enumerate(found[-1])}
    return found


def _sorted_by(wish, row):
    """Those of a row in the order of their wishes; who has none stands last."""
    return sorted(row, key=lambda key: wish.get(key, len(wish)))


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


def cost_of(rows, plan, limit=float("inf")):
    """What an order costs; where it costs `limit` or more, only that it does: most tries are dismissed at a glance."""
    at = {key: place for row in rows for place, key in enumerate(row)}
    cost = 0
    for part in (_households, _couples, _half_siblings, _twins, _sibships, _links, _crossings):
        cost += part(rows, plan, at)
        if cost >= limit:
            break
    return cost


def _households(rows, plan, at):
    """Torn apart within a row, or far from its part of the next row."""
    torn = sum(_runs(row, plan.household) for row in rows)
    middles = [[_middle(key, row, at) for key in row if key in plan.household] for row in rows]
    means = [sum(row) / len(row) for row in middles if row]
    return TORN_HOUSEHOLD * torn + AWAY * sum(abs(one - other) for one, other in pairwise(means))


def _middle(key, row, at):
    """How far from the middle of its row somebody stands."""
    return at[key] - (len(row) - 1) / 2


def _runs(row, household):
    """How often the household begins anew in a row, after the first time."""
    inside = [key in household for key in row]
    begins = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
    return max(0, begins - 1)


def _couples(rows, plan, at):
    cost = 0
    for one, other, how, man_first in plan.couples:
        between = abs(at[one] - at[other]) - 1
        cost += between * (PARTED_COUPLE if how == "partners" else PARTED_FORMER)
        cost += WOMAN_FIRST * (man_first and at[one] > at[other])
    return cost


def _spread(keys, at):
    """How many others stand between these."""
    places = [at[key] for key in keys]
    return max(places) - min(places) + 1 - len(places)


def _half_siblings(rows, plan, at):
    return YOUNGER_HALF_FIRST * sum(at[elder] > at[younger] for elder, younger in plan.halves)


def _twins(rows, plan, at):
    return PARTED_TWINS * sum(_spread(twins, at) for twins in plan.twins)


def _sibships(rows, plan, at):
    cost = 0
    for parents, children in plan.unions:
        cost += STRANGER_BETWEEN * _spread(children, at)
        cost += YOUNGER_FIRST * sum(at[one] > at[other] for one, other in combinations(children, 2))
        cost += AWAY * abs(_mean(parents, rows, plan, at) - _mean(children, rows, plan, at))
    return cost


def _mean(keys, rows, plan, at):
    return sum(_middle(key, rows[plan.row[key]], at) for key in keys) / len(keys)


def _links(rows, plan, at):
    return LINK_AWAY * sum(
        abs(_mean([one], rows, plan, at) - _mean([other], rows, plan, at)) for one, other in plan.links
    )


def _crossings(rows, plan, at):
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
