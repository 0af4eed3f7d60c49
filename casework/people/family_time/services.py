"""Recording a child's family time, and changing or ending it."""

from datetime import date
from typing import Any

from casework.access import Can, require
from casework.families.models import Family
from casework.people.checks import check_belongs
from casework.people.family_time.checks import checked_values
from casework.people.family_time.models import FamilyTime
from casework.people.family_time.queries import fingerprint_of_family_time
from casework.people.models import Person
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add(
    family: Family, child: Person, *, supervision: str, decided_by: str, from_date: date, by: User, **values: Any
) -> FamilyTime:
    """With whom a child of the family spends time, how, and by whose decision."""
    require(by, family, Can.RECORD)
    child = lock(child)
    check_belongs(family, child)
    checked = checked_values(
        family, child, None, supervision=supervision, decided_by=decided_by, from_date=from_date, **values
    )
    return FamilyTime.objects.create(family=family, child=child, **checked)


@service
def change_family_time(
    family: Family, row: FamilyTime, *, fingerprint: str, supervision: str, decided_by: str, from_date: date, by: User,
    **values: Any,
) -> FamilyTime:  # fmt: skip
    """Correct it, or say until when it held; `family` is the one whose page it is."""
    require(by, family, Can.RECORD)
    row = lock(row, "child", "with_person", "family")
    check_belongs(family, row.child)
    check_fingerprint(fingerprint, fingerprint_of_family_time(row))
    checked = checked_values(
        family, row.child, row, supervision=supervision, decided_by=decided_by, from_date=from_date, **values
    )
    change(row, **checked)
    return row
