"""Who is told by letter that the case closes, kept up to date also after it has closed (A9.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.closures.letters.checks import check_letter
from casework.closures.letters.queries import LETTER_FIELDS, letters_fingerprint, letters_of, may_keep_letters
from casework.closures.models import Closure, ClosureLetter
from casework.people.contact_details.checks import check_place
from casework.people.contact_details.queries import recorded_place
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User

CHANGED = "Somebody changed these letters since you opened the page. What you typed is still here: compare, save again."


@service
def save_letters(
    closure: Closure, rows: Mapping[int, dict[str, Any]], *, fingerprint: str, by: User, at: datetime
) -> Closure:
    """Bring the letters to `rows`: by number a dict of LETTER_FIELDS with `pk` (None for a new one) and `withdrawn`.

    Idempotent: what is saved already is not written again. `fingerprint` is that of the letters which the page showed.
    """
    closure = lock(closure, "family")
    if not may_keep_letters(require(by, closure.family, Can.READ), closure):
        raise Refusal("You may not keep the letters of this closing.")
    rows = {number: _by_reference(closure, row) for number, row in rows.items()}
    for number, row in rows.items():
        check_place(closure.family, row["place"])
        check_letter(row, number, timezone.localdate(at))
    existing = {letter.pk: letter for letter in letters_of(closure)}
    wanted = [row for row in rows.values() if not _is_saved(row, existing)]
    if wanted:
        check_fingerprint(fingerprint, letters_fingerprint(closure), CHANGED)
    for row in wanted:
        _save_letter(closure, row, existing)
    return closure


def _by_reference(closure: Closure, row: dict[str, Any]) -> dict[str, Any]:
    """An address that was typed and is recorded of somebody is referred to."""
    row = {"address": "", "place": None} | row
    known = recorded_place(closure.family, row["address"]) if row["place"] is None else None
    return row | {"address": "", "place": known} if known else row


def _is_saved(row: dict[str, Any], existing: dict[int, ClosureLetter]) -> bool:
    """Whether there is nothing to write: it is saved so already, or is taken out already."""
    if row["withdrawn"]:
        return row["pk"] not in existing
    same = {pk for pk, letter in existing.items() if all(getattr(letter, name) == row[name] for name in LETTER_FIELDS)}
    return row["pk"] in same if row["pk"] in existing else bool(same)


def _save_letter(closure: Closure, row: dict[str, Any], existing: dict[int, ClosureLetter]) -> None:
    """A row of a letter that somebody else took out is a new one, once its writer has seen so and saves again."""
    letter = existing.get(row["pk"])
    if letter is None:
        details = {name: row[name] for name in LETTER_FIELDS}
        ClosureLetter.objects.create(family=closure.family, closure=closure, **details)
    elif row["withdrawn"]:
        change(letter, withdrawn=True)
    else:
        change(letter, **{name: row[name] for name in LETTER_FIELDS})
