"""The order of the people within each row: couples side by side, children under their parents, households together.

A local search: it tries moves from a simple order and keeps those that cost less. It is deterministic.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, islice, pairwise, product
from typing import NamedTuple

# The cost of what makes a picture hard to read; a divided household is worst.
DIVIDED_HOUSEHOLD, PARTED_COUPLE, PARTED_FORMER, CROSSING, PARTED_TWINS = 40, 22, 14, 12, 12
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


Rows = list[list[int]]
At = Mapping[int, int]  # the place of each key in its row
Descent = tuple[float, list[int]]  # the mean place of the parents, and the places of the children


class LayoutPlan(NamedTuple):
    """What is laid out; keys below 0 are places kept free for the household to pass through a row."""

    row: dict[int, int]
    couples: list[tuple[int, int, str, bool]]  # one, other, how they are; whether the first is a man who comes first
    unions: list[tuple[tuple[int, ...], tuple[int, ...]]]  # parents of one row, children of one row
    links: list[tuple[int, int]]
    twins: list[tuple[int, ...]]
    halves: list[tuple[int, int]]  # the elder and the younger, who have one parent in common, in one row
    household: frozenset[int]
    first_loose: int  # from this row on are those who are not connected, in rows of their own


def ordered(rows: Rows, plan: LayoutPlan) -> Rows:
    """The rows in the order that costs least of those that were tried."""
    below = _children_below_parents(rows, plan)
    starts = [rows, below, [row[::-1] for row in below]]
    tries = TRIES // len(starts) // max(1, len(plan.row))
    return min((_improved(Search(start, plan, tries)) for start in starts), key=lambda search: search.cost).rows


def _improved(search: "Search") -> "Search":
    while search.each_row() or search.two_rows():
        pass
    return search


class Search:
    """The best order so far; `left` is how many more may be tried."""

    def __init__(self, rows: Rows, plan: LayoutPlan, left: int) -> None:
        self.rows, self.plan, self.left = rows, plan, left
        self.cost = cost_of(rows, plan)

    def each_row(self) -> bool:
        """Put each row into the best order that one move makes; return whether any became better."""
        before = self.cost
        for number in range(len(self.rows)):
            above, row, below = self.rows[:number], self.rows[number], self.rows[number + 1 :]
            self._take_the_best([*above, moved, *below] for moved in _moves(row, (1, 2, 3)))
        return self.cost < before

    def two_rows(self) -> bool:
        """Move somebody in a row and somebody in the next: parents can only follow their children."""
        before = self.cost
        for number in range(len(self.rows) - 1):
            above, (upper, lower), below = self.rows[:number], self.rows[number : number + 2], self.rows[number + 2 :]
            both = product(_moves(upper, (1,)), _moves(lower, (1,)))
            self._take_the_best([*above, *moved, *below] for moved in both)
        return self.cost < before

    def _take_the_best(self, trials: Iterable[Rows]) -> None:
        for trial in islice(trials, self.left):
            self.left -= 1
            if (cost := cost_of(trial, self.plan, self.cost)) < self.cost:
                self.rows, self.cost = trial, cost


def _children_below_parents(rows: Rows, plan: LayoutPlan) -> Rows:
    """Another start: from above, each row sorted by the places of the parents, or of the partner's parents."""
    found: Rows = []
    middle: dict[int, float] = {}
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
        found.append(sorted(row, key=partial(_wished, wish)))
        middle |= {key: place for place, key in enumerate(found[-1])}
    return found


def _wished(wish: Mapping[int, float], key: int) -> float:
    return wish.get(key, len(wish))


def _moves(row: list[int], lengths: Iterable[int]) -> Iterator[list[int]]:
    """The row reversed, and every run of people (of these lengths) put in elsewhere, reversed or not."""
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


def cost_of(rows: Rows, plan: LayoutPlan, limit: float = float("inf")) -> float:
    """What an order costs; from `limit` on no exact sum, so that most tries end early."""
    at = {key: place for row in rows for place, key in enumerate(row)}
    cost = 0.0
    for part in (_households, _couples, _half_siblings, _twins, _sibships, _links, _crossings):
        cost += part(rows, plan, at)
        if cost >= limit:
            break
    return cost


def _households(rows: Rows, plan: LayoutPlan, at: At) -> float:
    """The household is divided within a row, or far from its part of the next row."""
    divided = sum(_runs(row, plan.household) for row in rows)
    middles = [[_middle(key, row, at) for key in row if key in plan.household] for row in rows]
    means = [sum(row) / len(row) for row in middles if row]
    return DIVIDED_HOUSEHOLD * divided + AWAY * sum(abs(one - other) for one, other in pairwise(means))


def _middle(key: int, row: list[int], at: At) -> float:
    """How far somebody is from the middle of their row."""
    return at[key] - (len(row) - 1) / 2


def _runs(row: list[int], household: Collection[int]) -> int:
    """How many separate runs of the household a row has beyond the first."""
    inside = [key in household for key in row]
    begins = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
    return max(0, begins - 1)


def _couples(rows: Rows, plan: LayoutPlan, at: At) -> float:
    cost = 0.0
    for one, other, how, man_first in plan.couples:
        between = abs(at[one] - at[other]) - 1
        cost += between * (PARTED_COUPLE if how == "partners" else PARTED_FORMER)
        cost += WOMAN_FIRST * (man_first and at[one] > at[other])
    return cost


def _spread(keys: Sequence[int], at: At) -> int:
    """How many others are between these."""
    places = [at[key] for key in keys]
    return max(places) - min(places) + 1 - len(places)


def _half_siblings(rows: Rows, plan: LayoutPlan, at: At) -> float:
    return YOUNGER_HALF_FIRST * sum(at[elder] > at[younger] for elder, younger in plan.halves)


def _twins(rows: Rows, plan: LayoutPlan, at: At) -> float:
    return PARTED_TWINS * sum(_spread(twins, at) for twins in plan.twins)


def _sibships(rows: Rows, plan: LayoutPlan, at: At) -> float:
    cost = 0.0
    for parents, children in plan.unions:
        cost += STRANGER_BETWEEN * _spread(children, at)
        cost += YOUNGER_FIRST * sum(at[one] > at[other] for one, other in combinations(children, 2))
        cost += AWAY * abs(_mean(parents, rows, plan, at) - _mean(children, rows, plan, at))
    return cost


def _mean(keys: Sequence[int], rows: Rows, plan: LayoutPlan, at: At) -> float:
    return sum(_middle(key, rows[plan.row[key]], at) for key in keys) / len(keys)


def _links(rows: Rows, plan: LayoutPlan, at: At) -> float:
    return LINK_AWAY * sum(
        abs(_mean([one], rows, plan, at) - _mean([other], rows, plan, at)) for one, other in plan.links
    )


def _crossings(rows: Rows, plan: LayoutPlan, at: At) -> float:
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


def _between(one: Descent, other: Descent) -> int:
    """How many children of the one are between those of the other, whose line then runs over them."""
    return sum(min(other[1]) < place < max(other[1]) for place in one[1])
