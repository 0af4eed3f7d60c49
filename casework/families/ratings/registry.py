"""How the workers of a family rate it until their group has: the app that has their summaries says so.

The identity bar and the lists of families show the highest of these with whose it is: 'not rated' would hide a Red.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple


class HighestRating(NamedTuple):
    """`by` is the role of the worker, as 'recovery worker'; `on` the day on which they finalised it."""

    rag: str
    by: str
    on: date


Source = Callable[[Collection[int]], dict[int, HighestRating]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    _SOURCES.append(source)


def highest_ratings(families: Collection[int]) -> dict[int, HighestRating]:
    """By the id of a family the highest rating of its workers that no group has rated since."""
    found: dict[int, HighestRating] = {}
    for source in _SOURCES:
        found |= source(families)
    return found
