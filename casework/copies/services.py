"""Recording that a copy of a finished record was given, and that it came back (A10.12)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.copies.models import CopyGiven, Recipient
from casework.copies.registry import BY_TYPE
from casework.families.models import FamilyRecord
from casework.lives.checks import COPY, Fact, check_in_life
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.subjects import columns_of, type_of
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_date


@service
def give(
    row: FamilyRecord, *, recipient: str, given_on: date, by: User, at: datetime, person: Person | None = None,
    named: str = "", how: str = "", held_back: str = "",
) -> CopyGiven:  # fmt: skip
    """Record to whom a copy of a finished record was given, as it reads now, and what of it was held back."""
    require(by, row.family, Can.RECORD)
    row, entry = lock(row, "family"), BY_TYPE[type_of(type(row))]
    finished_on = entry.finished_on(row)
    if finished_on is None:
        raise Conflict("This is not finished, or is not the current version. Give out the one that is.")
    _check_recipient(row, recipient, person, named.strip())
    _check_day(given_on, finished_on, at, "given_on", "before it was finished")
    if person:
        check_in_life(Fact(COPY, given_on, person, "given_on"), timezone.localdate(at))
    if person and person.one_id in {each.one_id for each in entry.must_not_have(row)}:
        raise Refusal(f"{person} must not have it, as was said when it was printed. Say so again first.", "person")
    history = row.history.order_by("-history_date", "-history_id").values_list("history_id", flat=True)[0]
    return CopyGiven.objects.create(
        family=row.family, **columns_of(row), read_history_id=history, version=entry.name(row)[:200],
        recipient=recipient, person=person, named=named.strip(), given_on=given_on, how=how.strip(),
        held_back=held_back.strip(), by=by, at=at,
    )  # fmt: skip


@service
def got_back(copy: CopyGiven, *, got_back_on: date, by: User, at: datetime) -> CopyGiven:
    """Record that a copy was given back or destroyed."""
    require(by, copy.family, Can.RECORD)
    copy = lock(copy, "family")
    if copy.got_back_on:
        raise Conflict(f"This copy was recorded as given back already, on {say_date(copy.got_back_on)}.")
    _check_day(got_back_on, copy.given_on, at, "got_back_on", "before it was given")
    change(copy, got_back_on=got_back_on)
    return copy


def _check_recipient(row: FamilyRecord, recipient: str, person: Person | None, named: str) -> None:
    if recipient not in Recipient.values:
        raise Refusal("Choose to whom it was given.", "recipient")
    if bool(person) == bool(named):
        raise Refusal("Say who was given it: choose the person, or give the name.", "named")
    if person and recipient != Recipient.FAMILY:
        raise Refusal("Choose ‘Somebody of the family’, or clear the person.", "recipient")
    if person and not row.family.familymember_set.filter(person__in=person.all_ids).exists():
        raise Refusal("Choose somebody of this family, or give the name.", "person")


def _check_day(day: date, earliest: date, at: datetime, field: str, what: str) -> None:
    if day > timezone.localdate(at):
        raise Refusal("That day is in the future. Check the date.", field)
    if day < earliest:
        raise Refusal(f"That day lies {what}. Check the date.", field)
