"""The x of everybody in their row: as near as possible to those they belong to, and never nearer than allowed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from casework.genogram.picture.order import LayoutPlan, Rows

ROUNDS = 60
SHIFT, SLACK = 14, 8  # pixels: how far an only child is moved for a straight line, and how much nearer to others
Apart = Callable[[int, int], float]  # the least distance of two people
Wishes = dict[int, list[tuple[float, float]]]  # of each person places and their weights


def spread(wishes: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Places as near to `wishes` as can be (weighted squares) with at least `apart[i]` between place i and i + 1.

    The pool-adjacent-violators algorithm: whoever would come too near is moved together with the neighbour.
    """
    shifts = list(accumulate(apart, initial=0.0))[: len(wishes)]
    pools: list[list[float]] = []
    for wish, weight, shift in zip(wishes, weights, shifts, strict=True):
        pools.append([(wish - shift) * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            total, weight_, count = pools.pop()
            pools[-1] = [pools[-1][0] + total, pools[-1][1] + weight_, pools[-1][2] + count]
    places = [total / weight for total, weight, count in pools for _ in range(int(count))]
    return [place + shift for place, shift in zip(places, shifts, strict=True)]


def placed(rows: Rows, apart: Apart, plan: LayoutPlan) -> dict[int, float]:
    """The x of every key. `rows` in their order; `apart` gives the least distance of two neighbours."""
    gaps = [[apart(one, other) for one, other in pairwise(row)] for row in rows]
    x: dict[int, float] = {}
    for row, between in zip(rows, gaps, strict=True):
        width = sum(between)
        x |= dict(zip(row, spread([-width / 2] * len(row), [1] * len(row), between), strict=True))
    for turn in range(ROUNDS):
        for number in range(len(rows)) if turn % 2 == 0 else reversed(range(len(rows))):
            wishes = _wishes(plan, x, apart)
            row = rows[number]
            wanted = [_mean(wishes[key], x[key]) for key in row]
            weights = [1 + sum(weight for _, weight in wishes[key]) for key in row]
            x |= dict(zip(row, spread(wanted, weights, gaps[number]), strict=True))
    return _parents_in_the_middle(rows, gaps, plan, x)


def _parents_in_the_middle(
    rows: Rows, gaps: Sequence[Sequence[float]], plan: LayoutPlan, x: dict[int, float]
) -> dict[int, float]:
    """Last, from below: parents are moved over the middle of their children wherever there is room."""
    for number in reversed(range(len(rows))):
        wishes = defaultdict(list)
        for parents, children in plan.unions:
            if plan.row[parents[0]] == number:
                aside = _middle(children, x) - sum(x[parent] for parent in parents) / len(parents)
                for parent in parents:
                    wishes[parent].append(x[parent] + aside)
        row = rows[number]
        wanted = [sum(wishes[key]) / len(wishes[key]) if wishes[key] else x[key] for key in row]
        weights = [50 if wishes[key] else 1 for key in row]
        x |= dict(zip(row, spread(wanted, weights, gaps[number]), strict=True))
    return x


def straightened(x: dict[int, float], apart: Apart, rows: Rows, ends: Mapping[int, float]) -> dict[int, float]:
    """An only child is moved a little, where there is room, so that the line from the parents needs no corner.

    `ends`: for each such child the x at which that line arrives.
    """
    for row in rows:
        for place, key in enumerate(row):
            aside = ends.get(key, x[key]) - x[key]
            before, after = row[max(0, place - 1)], row[min(place + 1, len(row) - 1)]
            free = before == key or x[key] + aside - x[before] >= apart(before, key) - SLACK
            free = free and (after == key or x[after] - x[key] - aside >= apart(key, after) - SLACK)
            if free and abs(aside) <= SHIFT:
                x[key] += aside
    return x


def _middle(keys: Iterable[int], x: dict[int, float]) -> float:
    places = [x[key] for key in keys]
    return (min(places) + max(places)) / 2


def _mean(wishes: Iterable[tuple[float, float]], now: float) -> float:
    return (now * 0.2 + sum(place * weight for place, weight in wishes)) / (0.2 + sum(weight for _, weight in wishes))


def _wishes(plan: LayoutPlan, x: dict[int, float], apart: Apart) -> Wishes:
    """The places to which each is drawn, with their weights."""
    wishes: Wishes = defaultdict(list)
    for parents, children in plan.unions:
        above = sum(x[parent] for parent in parents) / len(parents)
        for child, place in zip(*_side_by_side(children, x, apart), strict=True):
            wishes[child].append((above + place, 3))
        below = _middle(children, x)
        for parent in parents:
            wishes[parent].append((x[parent] + below - above, 2))
    for one, other, how, _ in plan.couples:
        left, right = sorted((one, other), key=x.__getitem__)
        near, weight = apart(left, right), 3 if how == "partners" else 2
        wishes[left].append((x[right] - near, weight))
        wishes[right].append((x[left] + near, weight))
    for one, other in plan.links:
        wishes[one].append((x[other], 0.5))
        wishes[other].append((x[one], 0.2))
    home = [key for key in plan.household if plan.row[key] < plan.first_loose]
    inside = [x[key] for key in home]
    for key in home:
        wishes[key].append((sum(inside) / len(inside), 2 if key < 0 else 0.2))
    return wishes


def _side_by_side(children: Iterable[int], x: dict[int, float], apart: Apart) -> tuple[list[int], list[float]]:
    """The children from left to right, and how far each is from their middle when nobody is between them."""
    row = sorted(children, key=x.__getitem__)
    places = [0.0]
    for one, other in pairwise(row):
        places.append(places[-1] + apart(one, other))
    return row, [place - places[-1] / 2 for place in places]
