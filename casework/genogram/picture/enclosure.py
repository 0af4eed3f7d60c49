"""The outline round those who live in the household: one, where they are side by side in each row."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from casework.genogram.picture.parts import Outline

MARGIN = 10
Span = tuple[float, float]
Band = tuple[float, float, bool]  # left, right, whether inside
Part = tuple[Span, float, float]  # left and right, top, foot


def enclosing(
    bands: Sequence[Sequence[Band]], tops: Sequence[float], feet: Sequence[float], word: float
) -> list[Outline]:
    """A list of outlines (lists of points). `bands`: for each row its people as (left, right, whether inside).

    `word` is the height kept free inside, at the foot of the last row, for the word 'Household'.
    """
    runs = [(number, run) for number, band in enumerate(bands) for run in _runs(band)]
    if not runs:
        return []
    numbers = [number for number, _ in runs]
    if len(set(numbers)) == len(numbers) and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return [_outline([run for _, run in runs], numbers, tops, feet, word)]
    return [_outline([run], [number], tops, feet, word) for number, run in runs]


def _runs(band: Sequence[Band]) -> list[Span]:
    """The stretches of a row in which everybody is of the household, as (left, right)."""
    runs: list[Span] = []
    previous = False
    for left, right, inside in band:
        if inside and previous:
            runs[-1] = (runs[-1][0], right + MARGIN)
        elif inside:
            runs.append((left - MARGIN, right + MARGIN))
        previous = inside
    return runs


def _outline(
    runs: Sequence[Span], numbers: Sequence[int], tops: Sequence[float], feet: Sequence[float], word: float
) -> Outline:
    """Down the right side and up the left; between two rows it widens at once, and narrows as late as it can."""
    parts: list[Part] = []
    for number, run in zip(numbers, runs, strict=True):
        foot = feet[number] + MARGIN - 2 + (word + 4 if number == numbers[-1] else 0)
        if parts and not _meet(parts[-1][0], run):
            upper = parts[-1][0]
            parts.append(((min(upper[0], run[0]), max(upper[1], run[1])), parts[-1][2], tops[number] - MARGIN))
        parts.append((run, tops[number] - MARGIN, foot))
    right = _side(parts, 1, max)
    left = _side(parts, 0, min)
    return [*right, *reversed(left)]


def _meet(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) > 20


def _side(parts: Sequence[Part], side: int, wider: Callable[[float, float], float]) -> Outline:
    """The points of one side, from above: a wider part begins at its own top, a narrower where the wider one ends."""
    points = [(parts[0][0][side], parts[0][1])]
    for upper, lower in pairwise(parts):
        y = lower[1] if wider(upper[0][side], lower[0][side]) == lower[0][side] else upper[2]
        points += [(upper[0][side], y), (lower[0][side], y)]
    return [*points, (parts[-1][0][side], parts[-1][2])]
