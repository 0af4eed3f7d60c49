"""The gaps between neighbours in a row, and the x of the lines that go down through them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from casework.genogram.picture.enclosure import MARGIN
from casework.genogram.picture.order import Rows

Name = tuple[Any, ...]  # of a line, unique in a picture: what it is, and the keys of those whom it connects
OUTSIDE = 60  # pixels left and right of a row in which lines may pass


class Gaps:
    """The gaps between neighbours in a row through which lines may go down; gap `i` is left of the person at `i`."""

    def __init__(
        self, rows: Rows, x: Mapping[int, float], half: Mapping[int, float], household: Collection[int]
    ) -> None:
        self.rows, self.x, self.half, self.household = rows, x, half, household
        self.wanted: dict[tuple[int, int], list[tuple[float, Name]]] = defaultdict(list)

    def room(self, row: int, gap: int) -> tuple[float, float]:
        keys = self.rows[row]
        before, after = keys[gap - 1] if gap > 0 else None, keys[gap] if gap < len(keys) else None
        edges = (before in self.household) != (after in self.household)
        left = float("-inf") if before is None else self.x[before] + self._reach(before, edges)
        right = float("inf") if after is None else self.x[after] - self._reach(after, edges)
        return right - OUTSIDE if before is None else left, left + OUTSIDE if after is None else right

    def _reach(self, key: int, edges: bool) -> float:
        """Half of somebody's width, with the outline of the household where it is beside them."""
        return self.half[key] + (MARGIN if edges and key in self.household else 0)

    def nearest(self, row: int, wish: float, among: Iterable[int] | None = None) -> int:
        """The gap of a row (of those `among`) that is nearest to `wish`."""
        among = range(len(self.rows[row]) + 1) if among is None else among
        return min(among, key=lambda gap: (abs(clamped(wish, *self.room(row, gap)) - wish), gap))

    def ask(self, row: int, gap: int, wish: float, name: Name) -> None:
        self.wanted[row, gap].append((wish, name))

    def settled(self) -> dict[Name, float]:
        """The x of every line that asked, by its name: where it wished, or side by side where several ask."""
        found: dict[Name, float] = {}
        for (row, gap), lines in self.wanted.items():
            left, right = self.room(row, gap)
            for place, (wish, name) in enumerate(sorted(lines, key=lambda line: (line[0], str(line[1])))):
                even = left + (right - left) * (place + 1) / (len(lines) + 1)
                found[name] = clamped(wish, left + 6, right - 6) if len(lines) == 1 else even
        return found

    def crowds(self) -> dict[tuple[int, int], int]:
        """How many lines go through each gap."""
        return {place: len(lines) for place, lines in self.wanted.items()}


def clamped(wish: float, low: float, high: float) -> float:
    """`wish` within `low` and `high`; their middle where they leave no room."""
    return max(low, min(high, wish)) if low <= high else (low + high) / 2
