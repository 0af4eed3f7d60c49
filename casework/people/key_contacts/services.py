"""Adding and changing the professionals around the family's children (A9.20)."""

from datetime import date
from typing import Any

from casework.access import Can, require
from casework.families.models import Family
from casework.people.key_contacts.checks import checked_values
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import fingerprint_of_key_contact
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_key_contact(family: Family, *, profession: str, from_date: date, by: User, **values: Any) -> KeyContact:
    """A professional around the children (A9.20)."""
    require(by, family, Can.RECORD)
    lock(family)
    checked = checked_values(family, profession=profession, from_date=from_date, **values)
    return KeyContact.objects.create(family=family, **checked)


@service
def change_key_contact(
    row: KeyContact, *, fingerprint: str, profession: str, from_date: date, by: User, **values: Any
) -> KeyContact:
    """Put a key contact right, or say until when they were one."""
    row = lock(row, "family")
    require(by, row.family, Can.RECORD)
    check_fingerprint(fingerprint, fingerprint_of_key_contact(row))
    change(row, **checked_values(row.family, profession=profession, from_date=from_date, **values))
    return row
