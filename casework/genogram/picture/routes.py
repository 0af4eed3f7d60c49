"""The ways of the lines: down through gaps between people, across in the channels between rows, each on its own track.

Channel `n` lies above row `n`. A `Way` is one horizontal with the verticals that end on it.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from casework.genogram.picture.enclosure import MARGIN
from casework.genogram.picture.kinship import DOTTED, SOLID

OUTSIDE = 60  # pixels left and right of a row in which lines may pass
TOO_NEAR = 5  # pixels: two verticals nearer than this would be read as one
BESIDE = 10  # pixels kept between two horizontals on one track


class Pin(NamedTuple):
    """The end of a vertical: 'foot' below somebody's name, 'middle' between a couple, 'head' above somebody's sign,
    'twins' above several, 'way' on another way."""

    x: float
    kind: str
    at: object


@dataclass(eq=False)
class Way:
    channel: int
    style: str
    ups: list
    downs: list
    track: int = 0

    @property
    def span(self):
        places = [pin.x for pin in (*self.ups, *self.downs)]
        return min(places), max(places)

    @property
    def straight(self):
        low, high = self.span
        return high - low < 0.5


class Gaps:
    """The rooms between neighbours in a row through which lines may go down; gap `i` is left of the person at `i`."""

    def __init__(self, rows, x, half, household):
        self.rows, self.x, self.half, self.household = rows, x, half, household
        self.wanted = defaultdict(list)

    def room(self, row, gap):
        keys = self.rows[row]
        before, after = keys[gap - 1] if gap > 0 else None, keys[gap] if gap < len(keys) else None
        edges = (before in self.household) != (after in self.household)
        if before is None:
            right = self.x[after] - self._reach(after, edges)
            return right - OUTSIDE, right
        left = self.x[before] + self._reach(before, edges)
        if after is None:
            return left, left + OUTSIDE
        return left, self.x[after] - self._reach(after, edges)

    def _reach(self, key, edges):
        """Half of somebody's room; with the outline of the household where it runs beside them."""
        return self.half[key] + (MARGIN if edges and key in self.household else 0)

    def nearest(self, row, wish, among=None):
        """The gap of a row (of those `among`) that is nearest to `wish`."""
        among = range(len(self.rows[row]) + 1) if among is None else among
        return min(among, key=lambda gap: (abs(_into(wish, *self.room(row, gap)) - wish), gap))

    def ask(self, row, gap, wish, name):
        self.wanted[row, gap].append((wish, name))

    def settled(self):
        """The x of every line that asked, by its name: where it wished, or side by side where several did."""
        found = {}
        for (row, gap), lines in self.wanted.items():
            left, right = self.room(row, gap)
            for place, (wish, name) in enumerate(sorted(lines, key=lambda line: (line[0], str(line[1])))):
                even = left + (right - left) * (place + 1) / (len(lines) + 1)
                found[name] = _into(wish, left + 6, right - 6) if len(lines) == 1 else even
        return found

    def crowds(self):
        """How many lines go through each gap."""
        return {place: len(lines) for place, lines in self.wanted.items()}


def _into(wish, low, high):
    return max(low, min(high, wish)) if low <= high else (low + high) / 2


def tracks(ways):
    """Give each way of one channel its track, from above; return how many there are.

    Where a line that comes from above would run into one that goes on below, the first stands higher (the classic of
    routing in channels); a ring of such wishes is cut at its leftmost.
    """
    waiting = sorted((way for way in ways if not way.straight), key=lambda way: way.span)
    above = {way: {other for other in waiting if other is not way and _must_stand_above(other, way)} for way in waiting}
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


def _must_stand_above(one, other):
    return any(abs(up.x - down.x) < TOO_NEAR for up in one.ups for down in other.downs)


class Router:
    """Collects the ways of a picture, whose people have their places in the rows."""

    def __init__(self, plan, rows, x, half, twins, settled=None):
        self.plan, self.rows, self.x, self.twins = plan, rows, x, twins
        self.gaps = Gaps(rows, x, half, plan.household)
        self.at = {key: place for row in rows for place, key in enumerate(row)}
        self.settled = settled or {}
        self.ways, self.levels = [], []
        self.feet = defaultdict(list)
        self.styles = set()

    def _at_home(self, row, start, targets):
        """The x of the household's own way through a row, for a line within the household; None if there is none."""
        free = [key for key in self.rows[row] if key < 0]
        return self.x[free[0]] if free and self.plan.household.issuperset([start, *targets, free[0]]) else None

    def through(self, row, wish, name, among=None):
        """The x at which a line goes down through a row."""
        self.gaps.ask(row, self.gaps.nearest(row, wish, among), wish, name)
        return self.settled.get(name, wish)

    def couples(self):
        """The line of each couple; those who have children get the point from which descent begins."""
        points = {}
        for one, other, how, _ in self.plan.couples:
            left, right = sorted((one, other), key=lambda key: self.at[key])
            children = self._children_of(one, other)
            side_by_side = all(key < 0 for key in self.rows[self.plan.row[left]][self.at[left] + 1 : self.at[right]])
            if side_by_side:
                self.levels.append((left, right, how))
            points[frozenset((one, other))] = self._point(left, right, how, children, side_by_side)
        return points

    def _children_of(self, *parents):
        return [child for those, children in self.plan.unions if set(those) == set(parents) for child in children]

    def _point(self, left, right, how, children, side_by_side):
        row, x = self.plan.row[left], None
        if children:
            wish = self._mean(children) if side_by_side else (self.x[left] + self.x[right]) / 2
            among = range(self.at[left] + 1, self.at[right] + 1)
            x = self.through(row, wish, ("couple", left, right), among)
        if side_by_side:
            return None if x is None else Pin(x, "middle", left)
        style = DOTTED if how == "parents" else SOLID
        arch = Way(row, style, [], [Pin(self.x[left] + 8, "head", left), Pin(self.x[right] - 8, "head", right)])
        self.ways.append(arch)
        self.levels.append((arch, None, how))
        if x is None:
            return None
        arch.downs.append(Pin(x, "way", None))
        return Pin(x, "way", arch)

    def _mean(self, keys):
        places = [self.x[key] for key in keys]
        return (min(places) + max(places)) / 2

    def descents(self, points):
        for parents, children in self.plan.unions:
            if len(parents) == 2:
                start = points[frozenset(parents)]
            else:
                start = self._foot(parents[0], self._mean(children), ("descent", *parents, children[0]))
            self.down(start, self.plan.row[parents[0]], children, SOLID, ("descent", *parents))

    def _foot(self, key, wish, name):
        """A line that begins below somebody's name; several stand side by side."""
        self.feet[key].append((wish, name))
        x = self.settled.get(name)
        return Pin(self.x[key] if x is None else x, "foot", key)

    def settled_feet(self):
        """The x of each line that begins below a name: descent in the middle, others on the side to which they go."""
        found = {}
        for key, lines in self.feet.items():
            x, taken = self.x[key], {-1: 0, 1: 0}
            for wish, name in sorted(lines, key=lambda line: (line[1][0] != "descent", line[0], str(line[1]))):
                if not found.keys() & {other for _, other in lines}:
                    found[name] = _into(wish, x - 8, x + 8)
                    continue
                side = 1 if wish > x else -1
                taken[side] += 1
                found[name] = x + side * (4 + 10 * taken[side])
        return found

    def down(self, start, row, targets, style, name):
        """The ways from `start` in `row` to all `targets`, which stand in one row further below."""
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

    def _heads(self, targets, style, comes_from):
        if style != SOLID:
            return [self._side_head(key, comes_from) for key in targets]
        together = [group for group in self.twins if set(group) <= set(targets)]
        alone = [key for key in targets if not any(key in group for group in together)]
        return [
            *(Pin(self.x[key], "head", key) for key in alone),
            *(Pin(self._mean(group), "twins", group) for group in together),
        ]

    def _side_head(self, key, comes_from):
        return Pin(self.x[key] + (15 if comes_from > self.x[key] else -15), "head", key)

    def links(self, links):
        self.styles = {link.style for link in links if link.others}
        for style, kind, person, others in links:
            for row in sorted({self.plan.row[other] for other in others}):
                self._link(style, kind, person, [other for other in others if self.plan.row[other] == row], row)

    def _link(self, style, kind, person, others, row):
        mine = self.plan.row[person]
        if mine == row:
            heads = [self._side_head(other, self.x[person]) for other in others]
            self.ways.append(Way(row, style, [], [self._side_head(person, self._mean(others)), *heads]))
        elif mine < row:
            wish = self._mean(others)
            if row > mine + 1:
                wish = self._at_home(mine + 1, person, others) or wish
            name: tuple = (style, kind, person, row)
            self.down(self._foot(person, wish, name), mine, others, style, name)
        else:
            for other in others:
                name = (style, kind, person, row, other)
                self.down(self._foot(other, self.x[person], name), row, [person], style, name)
