"""What a restricted family knows apart of persons, while its pages are made or its record changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

# By person (id) and column what the family knows apart whose pages are being made, or whose record is being changed.
Apart = Mapping[int, Mapping[str, Any]]
_known_apart: ContextVar[Apart] = ContextVar("known_apart", default=MappingProxyType({}))


def known_apart() -> Apart:
    return _known_apart.get()


def know_apart(rows: Apart) -> None:
    """From now on, until the end of `knowing` around it, persons are read with what `rows` say."""
    _known_apart.set(rows)


@contextmanager
def knowing(rows: Apart | None = None) -> Iterator[None]:
    """Within it persons are read with what `rows` say (None: as before); after it as before."""
    token = _known_apart.set(_known_apart.get() if rows is None else rows)
    try:
        yield
    finally:
        _known_apart.reset(token)
