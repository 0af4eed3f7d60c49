"""One row at a time: hold it, see whether somebody changed it since the page was opened, change it."""

import json
from collections.abc import Set
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from casework.masks.current import is_held_back, shown
from casework.refusal import Conflict
from casework.trail.acting import check_transaction

CHANGED = "Somebody changed this since you opened the page. What you typed is still here: compare, save again."
Row = TypeVar("Row", bound=Model)


def lock(row: Row, *related: str) -> Row:
    """The row fetched again and held until the transaction ends; raises NoTransaction outside one.

    `related` are foreign keys to fetch with it; their rows are not held. `no_key`: others may go on inserting rows
    that point to this one, so that two people who write about one family do not end in a deadlock.
    """
    check_transaction()
    # The base manager: one that was withdrawn meanwhile is refused with a sentence, not missing.
    rows = row.__class__._base_manager.select_for_update(of=("self",), no_key=True)
    # Without names select_related would fetch every related row.
    return (rows.select_related(*related) if related else rows).get(pk=row.pk)


def claim(rows: QuerySet[Row]) -> Row | None:
    """The first of `rows` that nobody else holds, held until the transaction ends; raises NoTransaction outside one."""
    check_transaction()
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()


def change(row: Model, **values: Any) -> bool:
    """Set `values` on a recorded row and save it; a row that would not change is not saved (it would leave history).

    What stands in place of a text that was held back from whoever writes leaves that text as it is.
    """
    changed = [name for name, value in values.items() if getattr(row, name) != value and not is_held_back(value)]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def fingerprint(*values: Any) -> str:
    """32 hex characters that change with `values` and tell nothing of them: what a page saw of rows without a version.

    Values are texts, numbers, dates, and lists and dicts of them; of a row give its id.
    """
    # As a page shows them to its reader, also where a service asks, which reads them as they are.
    return sha256(json.dumps(shown(values), default=_as_text).encode()).hexdigest()[:32]


def _as_text(value: Any) -> str:
    if isinstance(value, Model | Set):
        raise TypeError(f"{value!r} has no text that is its own and stays the same: give ids, in order.")
    return str(value)


def check_fingerprint(seen: str, now: str, sentence: str = CHANGED) -> None:
    """Raise Conflict where the page saw something else than what stands now."""
    if seen != now:
        raise Conflict(sentence)
