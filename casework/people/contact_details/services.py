"""How to reach a person, and who may read it where it is protected."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.people.checks import check_dates_in_order, check_member
from casework.people.contact_details.checks import (
    check_because,
    check_may_read,
    check_readers,
    check_value,
)
from casework.people.contact_details.models import ContactDetail, ContactKind, ContactReader
from casework.people.contact_details.queries import fingerprint_of_contact, readers_of, readers_with_access
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_contact(family: Family, person: Person, *, by: User, **values: Any) -> ContactDetail:
    """How to reach a person."""
    require(by, family, Can.RECORD)
    person = lock(person)
    return _add(family, person, **values)


@service
def add_protected_contact(
    family: Family, person: Person, *, readers: Iterable[User], because: str, by: User, at: datetime,
    **values: Any,
) -> ContactDetail:  # fmt: skip
    """As `add_contact`, shown from the beginning to `readers` (users) and to the one who adds it alone."""
    require(by, family, Can.LEAD)
    person = lock(person)
    check_because(because)
    wanted, today = {*readers, by}, timezone.localdate(at)
    check_readers(family, wanted, today)
    contact = _add(family, person, protected=True, protected_because=because.strip(), **values)
    _name_readers(contact, wanted, [], today)
    return contact


def _add(
    family: Family, person: Person, *, kind: str, value: str, from_date: date, remark: str = "", **values: Any
) -> ContactDetail:
    check_member(family, person)
    if kind not in ContactKind.values:
        raise Refusal("Choose whether it is an address, a telephone number or an e-mail.", "kind")
    return ContactDetail.objects.create(
        family=family, person=person, kind=kind, value=check_value(kind, value), remark=remark.strip(),
        from_date=from_date, **values,
    )  # fmt: skip


@service
def change_contact(
    contact: ContactDetail, *, fingerprint: str, value: str, from_date: date, by: User, remark: str = "",
    until_date: date | None = None,
) -> ContactDetail:  # fmt: skip
    """Put a contact detail right, or say until when it held; a protected one only by somebody who may read it."""
    contact = lock(contact, "family")
    check_may_read(contact, by)
    require(by, contact.family, Can.RECORD)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    check_dates_in_order(from_date, until_date)
    change(
        contact,
        value=check_value(contact.kind, value),
        remark=remark.strip(),
        from_date=from_date,
        until_date=until_date,
    )
    return contact


@service
def protect_contact(
    contact: ContactDetail, *, fingerprint: str, readers: Iterable[User], because: str, by: User, at: datetime
) -> ContactDetail:
    """Show a contact detail to `readers` (users) alone, or change who they are; who does it is always among them."""
    contact, today = lock(contact, "family"), timezone.localdate(at)
    check_may_read(contact, by)
    require(by, contact.family, Can.RECORD if contact.protected else Can.LEAD)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    check_because(because)
    now, wanted = readers_of(contact), {*readers, by}
    check_readers(contact.family, wanted.difference(now), today)
    change(contact, protected=True, protected_because=because.strip())
    _name_readers(contact, wanted, now, today)
    return contact


def _name_readers(contact: ContactDetail, wanted: set[User], now: list[User], today: date) -> None:
    """The readers are `wanted` from now on; those of `now` among them stay."""
    for reader in contact.readers.filter(ended_on=None).exclude(user__in=wanted):
        change(reader, ended_on=today)
    for user in wanted.difference(now):
        ContactReader.objects.create(family=contact.family, contact=contact, user=user)


@service
def unprotect_contact(contact: ContactDetail, *, fingerprint: str, by: User, at: datetime) -> ContactDetail:
    """Show a contact detail again to all who read the family's record; the history never shows its value."""
    contact = lock(contact, "family")
    check_may_read(contact, by)
    require(by, contact.family, Can.LEAD)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    change(contact, protected=False, protected_because="")
    _name_readers(contact, set(), [], timezone.localdate(at))
    return contact


@service
def take_over_contact(contact: ContactDetail, *, by: User, at: datetime) -> ContactDetail:
    """Where none of those named may read the family's record any more, its manager takes their place."""
    require(by, contact.family, Can.DECIDE)
    contact = lock(contact, "family")
    if not contact.protected or readers_with_access(contact):
        raise Refusal("Somebody who is named can still read it. Ask them.")
    _name_readers(contact, {by}, [], timezone.localdate(at))
    return contact
