"""Adding and changing the professionals around the family's children (A9.20)."""

from datetime import date
from typing import Any

from casework.access import Can, require
from casework.families.models import Family
from casework.people.key_contacts.checks import checked_values
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import fingerprint_of_key_contact, protection_of_new
from casework.people.protecting.copies.services import refer_to
from casework.protections.checks import check_may_read
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_key_contact(family: Family, *, profession: str, from_date: date, by: User, **values: Any) -> KeyContact:
    """A professional around the children (A9.20); one who tells where somebody protected lives is protected too."""
    require(by, family, Can.RECORD)
    lock(family)
    checked = checked_values(family, profession=profession, from_date=from_date, **values)
    protection = protection_of_new(family, profession, checked["about"])
    row = KeyContact.objects.create(family=family, protection=protection, **checked)
    if protection:
        refer_to(row)
    return row


@service
def change_key_contact(
    row: KeyContact, *, fingerprint: str, profession: str, from_date: date, by: User, **values: Any
) -> KeyContact:
    """Correct a key contact, or say until when they were one; a protected one only by somebody who may read it."""
    row = lock(row, "family", "protection")
    check_may_read(row.protection, by)
    require(by, row.family, Can.RECORD)
    check_fingerprint(fingerprint, fingerprint_of_key_contact(row))
    checked = checked_values(row.family, profession=profession, from_date=from_date, **values)
    protection = row.protection or protection_of_new(row.family, profession, checked["about"])
    change(row, protection=protection, **checked)
    if protection:
        refer_to(row)
    return row
