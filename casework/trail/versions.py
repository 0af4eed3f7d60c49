"""The optimistic lock: a row that counts its changes, so that a page can say which state it saw."""

from typing import Any, TypeVar

from django.db import models

from casework.masks.current import is_held_back
from casework.refusal import Conflict
from casework.trail.models import Recorded
from casework.trail.rows import CHANGED, change, lock


class Versioned(Recorded):
    """A recorded row that counts its changes."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Versioned)


def check_version(row: Versioned, version: int | None, sentence: str = CHANGED) -> None:
    """Raise Conflict where the page saw another version; None, from a caller that saw no page, always passes."""
    if version is not None and row.version != version:
        raise Conflict(sentence)


def lock_version(row: Row, version: int | None, *related: str, sentence: str = CHANGED) -> Row:
    """As `lock`; raises Conflict where the row is not at `version` any more."""
    held = lock(row, *related)
    check_version(held, version, sentence)
    return held


def change_version(row: Versioned, **values: Any) -> bool:
    """As `change`, and the version is one more; where nothing changes it stays."""
    if all(getattr(row, name) == value or is_held_back(value) for name, value in values.items()):
        return False
    return change(row, **values, version=row.version + 1)


def new_version(row: Versioned, **values: Any) -> None:
    """As `change`, and the version is always one more: what belongs to the row, such as its passages, has changed."""
    change(row, **values, version=row.version + 1)
