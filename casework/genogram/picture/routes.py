"""The routes of the lines: down through gaps between people, across in channels between rows, each on its own track.

Channel `n` is above row `n`. A `Way` is one horizontal with the verticals that end on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from casework.genogram.picture.gaps import Gaps, Name, clamped
from casework.genogram.picture.kinship import DOTTED, SOLID, Link
from casework.genogram.picture.order import LayoutPlan, Rows

TOO_NEAR = 5  # pixels: two verticals nearer than this would be read as one
BESIDE = 10  # pixels kept between two horizontals on one track


class Pin(NamedTuple):
    """The end of a vertical: 'foot' below somebody's name, 'middle' between a couple, 'head' above somebody's sign,
    'twins' above several, 'way' on another way."""

    x: float
    kind: str
    at: Any  # the key of somebody, keys of several, or a `Way`


@dataclass(eq=False)
class Way:
    channel: int
    style: str
    ups: list[Pin]
    downs: list[Pin]
    track: int = 0

    @property
    def span(self) -> tuple[float, float]:
        places = [pin.x for pin in (*self.ups, *self.downs)]
        return min(places), max(places)

    @property
    def straight(self) -> bool:
        low, high = self.span
        return high - low < 0.5


def tracks(ways: Iterable[Way]) -> int:
    """Give each way of one channel its track, from above; return how many there are.

    Channel routing: where a line that comes from above would run into one that goes on below, the first is higher; a
    cycle of such constraints is broken at its leftmost way.
    """
    waiting = sorted((way for way in ways if not way.straight), key=lambda way: way.span)
    above = {way: {other for other in waiting if other is not way and _must_be_above(other, way)} for way in waiting}
    number = 0
    while waiting:
        free = [way for way in waiting if not above[way] & set(waiting)] or waiting[:1]
        end, taken = float("-inf"), []
        for way in free:
            if way.span[0] > end + BESIDE:
                way.track, end = number, way.span[1]
                taken.append(way)
        waiting = [way for way in waiting if way not in taken]
        number += 1
    return number


def _must_be_above(one: Way, other: Way) -> bool:
    return any(abs(up.x - down.x) < TOO_NEAR for up in one.ups for down in other.downs)


class Router:
    """Collects the ways of a picture, once its people have their places in the rows."""

    def __init__(
        self,
        plan: LayoutPlan,
        rows: Rows,
        x: Mapping[int, float],
        half: Mapping[int, float],
        twins: Sequence[tuple[int, ...]],
        settled: Mapping[Name, float] | None = None,
    ) -> None:
        self.plan, self.rows, self.x, self.twins = plan, rows, x, twins
        self.gaps = Gaps(rows, x, half, plan.household)
        self.at = {key: place for row in rows for place, key in enumerate(row)}
        self.settled = settled or {}
        self.ways: list[Way] = []
        self.levels: list[tuple[Any, int | None, str]] = []  # left, right, how; or the way above them, None, how
        self.feet: dict[int, list[tuple[float, Name]]] = defaultdict(list)
        self.styles: set[str] = set()

    def _at_home(self, row: int, start: Any, targets: Sequence[int]) -> float | None:
        """The x of the household's own way through a row, for a line within the household; None if there is none."""
        free = [key for key in self.rows[row] if key < 0]
        return self.x[free[0]] if free and self.plan.household.issuperset([start, *targets, free[0]]) else None

    def through(self, row: int, wish: float, name: Name, among: Iterable[int] | None = None) -> float:
        """The x at which a line goes down through a row."""
        self.gaps.ask(row, self.gaps.nearest(row, wish, among), wish, name)
        return self.settled.get(name, wish)

    def couples(self) -> dict[frozenset[int], Pin]:
        """The line of each couple; those who have children get the point from which descent begins."""
        points: dict[frozenset[int], Pin] = {}
        for one, other, how, _ in self.plan.couples:
            left, right = sorted((one, other), key=self.at.__getitem__)
            children = self._children_of(one, other)
            side_by_side = all(key < 0 for key in self.rows[self.plan.row[left]][self.at[left] + 1 : self.at[right]])
            if side_by_side:
                self.levels.append((left, right, how))
            if point := self._point(left, right, how, children, side_by_side):
                points[frozenset((one, other))] = point
        return points

    def _children_of(self, *parents: int) -> list[int]:
        return [child for those, children in self.plan.unions if set(those) == set(parents) for child in children]

    def _point(self, left: int, right: int, how: str, children: Sequence[int], side_by_side: bool) -> Pin | None:
        row, x = self.plan.row[left], 0.0
        if children:
            wish = self._mean(children) if side_by_side else (self.x[left] + self.x[right]) / 2
            among = range(self.at[left] + 1, self.at[right] + 1)
            x = self.through(row, wish, ("couple", left, right), among)
        if side_by_side:
            return Pin(x, "middle", left) if children else None
        style = DOTTED if how == "parents" else SOLID
        arch = Way(row, style, [], [Pin(self.x[left] + 8, "head", left), Pin(self.x[right] - 8, "head", right)])
        self.ways.append(arch)
        self.levels.append((arch, None, how))
        if children:
            arch.downs.append(Pin(x, "way", None))
        return Pin(x, "way", arch) if children else None

    def _mean(self, keys: Iterable[int]) -> float:
        places = [self.x[key] for key in keys]
        return (min(places) + max(places)) / 2

    def descents(self, points: Mapping[frozenset[int], Pin]) -> None:
        for parents, children in self.plan.unions:
            if len(parents) == 2:
                start = points[frozenset(parents)]
            else:
                start = self._foot(parents[0], self._mean(children), ("descent", *parents, children[0]))
            self.down(start, self.plan.row[parents[0]], children, SOLID, ("descent", *parents))

    def _foot(self, key: int, wish: float, name: Name) -> Pin:
        """A line that begins below somebody's name; several are side by side."""
        self.feet[key].append((wish, name))
        x = self.settled.get(name)
        return Pin(self.x[key] if x is None else x, "foot", key)

    def settled_feet(self) -> dict[Name, float]:
        """The x of each line that begins below a name: descent in the middle, others on the side to which they go."""
        found: dict[Name, float] = {}
        for key, lines in self.feet.items():
            x, taken = self.x[key], {-1: 0, 1: 0}
            for wish, name in sorted(lines, key=lambda line: (line[1][0] != "descent", line[0], str(line[1]))):
                if not found.keys() & {other for _, other in lines}:
                    found[name] = clamped(wish, x - 8, x + 8)
                    continue
                side = 1 if wish > x else -1
                taken[side] += 1
                found[name] = x + side * (4 + 10 * taken[side])
        return found

    def down(self, start: Pin, row: int, targets: Sequence[int], style: str, name: Name) -> None:
        """The ways from `start` in `row` to all `targets`, which are in one row further below."""
        foot = self.plan.row[targets[0]]
        begins = start.at
        for passed in range(row + 1, foot):
            x = self._at_home(passed, begins, targets)
            if x is None:
                x = self.through(passed, self._mean(targets), (*name, "through", passed, foot))
            way = Way(passed, style, [start], [Pin(x, "way", None)])
            self.ways.append(way)
            start = Pin(x, "way", way)
        self.ways.append(Way(foot, style, [start], self._heads(targets, style, start.x)))

    def _heads(self, targets: Sequence[int], style: str, comes_from: float) -> list[Pin]:
        if style != SOLID:
            return [self._side_head(key, comes_from) for key in targets]
        together = [group for group in self.twins if set(group) <= set(targets)]
        alone = [key for key in targets if not any(key in group for group in together)]
        return [
            *(Pin(self.x[key], "head", key) for key in alone),
            *(Pin(self._mean(group), "twins", group) for group in together),
        ]

    def _side_head(self, key: int, comes_from: float) -> Pin:
        return Pin(self.x[key] + (15 if comes_from > self.x[key] else -15), "head", key)

    def links(self, links: Iterable[Link]) -> None:
        self.styles = {link.style for link in links if link.others}
        for style, kind, person, others in links:
            for row in sorted({self.plan.row[other] for other in others}):
                self._link(style, kind, person, [other for other in others if self.plan.row[other] == row], row)

    def _link(self, style: str, kind: str, person: int, others: Sequence[int], row: int) -> None:
        mine = self.plan.row[person]
        if mine == row:
            heads = [self._side_head(other, self.x[person]) for other in others]
            self.ways.append(Way(row, style, [], [self._side_head(person, self._mean(others)), *heads]))
        elif mine < row:
            name, wish = (style, kind, person, row), self._mean(others)
            if row > mine + 1:
                wish = self._at_home(mine + 1, person, others) or wish
            self.down(self._foot(person, wish, name), mine, others, style, name)
        else:
            for other in others:
                of_one = (style, kind, person, row, other)
                self.down(self._foot(other, self.x[person], of_one), row, [person], style, of_one)
