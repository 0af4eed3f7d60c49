"""Recording who holds parental responsibility, correcting it, and saying that it ended."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.people.checks import check_belongs
from casework.people.models import Person
from casework.people.responsibility import checks, clocks
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.responsibility.queries import fingerprint_of_responsibility
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def record(
    family: Family, child: Person, *, ground: str, by: User, at: datetime, **values: Any
) -> ParentalResponsibility:
    """That somebody holds parental responsibility for a child of the family."""
    require(by, family, Can.RECORD)
    child = lock(child)
    check_belongs(family, child)
    checked = checks.checked_values(family, child, None, timezone.localdate(at), ground=ground, **values)
    row = ParentalResponsibility.objects.create(family=family, child=child, **checked)
    clocks.reconcile(row, at=at)
    return row


@service
def correct(
    family: Family, row: ParentalResponsibility, *, fingerprint: str, ground: str, by: User, at: datetime, **values: Any
) -> ParentalResponsibility:
    """Correct what is recorded, or say until when an order was extended; `family` is the one whose page it is."""
    require(by, family, Can.RECORD)
    row = _held(family, row, fingerprint)
    change(row, **checks.checked_values(family, row.child, row, timezone.localdate(at), ground=ground, **values))
    clocks.reconcile(row, at=at)
    return row


@service
def end(
    family: Family, row: ParentalResponsibility, *, fingerprint: str, ended_on: date, because: str, by: User,
    at: datetime,
) -> ParentalResponsibility:  # fmt: skip
    """That it has ended, and why."""
    require(by, family, Can.RECORD)
    row = _held(family, row, fingerprint)
    checks.check_end(row, ended_on, because, timezone.localdate(at))
    change(row, ended_on=ended_on, ended_because=because.strip())
    clocks.reconcile(row, at=at)
    return row


def _held(family: Family, row: ParentalResponsibility, fingerprint: str) -> ParentalResponsibility:
    """The row, locked, of a child of the family; one that has ended stays as it is."""
    lock(row.child)
    row = lock(row, "child", "holder", "family")
    check_belongs(family, row.child)
    check_fingerprint(fingerprint, fingerprint_of_responsibility(row))
    if row.ended_on:
        raise Refusal("That has ended already. Record it again if it holds once more.")
    return row
