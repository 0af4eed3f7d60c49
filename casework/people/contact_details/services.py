"""How to reach a person: added, corrected and ended from any family of theirs."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from casework.access import Can, require
from casework.families.models import Family
from casework.lives.checks import KNOWN, Fact, check_in_life
from casework.people.checks import check_dates_in_order, check_member
from casework.people.contact_details import checks
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import fingerprint_of_contact, protection_for, same_place
from casework.people.models import Person
from casework.people.protecting.copies.services import refer_to
from casework.protections import services as protections
from casework.protections.checks import check_may_read
from casework.protections.models import Protection
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_contact(family: Family, person: Person, *, by: User, kind: str, value: str, **values: Any) -> ContactDetail:
    """How to reach a person; of somebody whose place is protected it is protected from the first."""
    require(by, family, Can.RECORD)
    person = lock(person)
    return add(
        family, person, kind=kind, value=value, protection=protection_for(family.pk, [person.pk], kind, value), **values
    )


@service
def add_protected_contact(
    family: Family, person: Person, *, readers: Iterable[User], because: str, by: User, at: datetime,
    from_whom: Iterable[Person] = (), readers_because: str = "", **values: Any,
) -> ContactDetail:  # fmt: skip
    """As `add_contact`, shown from the beginning to `readers` (users) and to the one who adds it alone."""
    require(by, family, Can.RECORD)
    person = lock(person)
    protection = protections.begin(
        family, people=[person] if values.get("kind") == ContactKind.ADDRESS else [], from_whom=from_whom,
        readers=readers, because=because, readers_because=readers_because, by=by, at=at,
    )  # fmt: skip
    return add(family, person, protection=protection, **values)


@in_service
def add(
    family: Family, person: Person, *, kind: str, value: str, from_date: date, remark: str = "",
    protection: Protection | None = None,
) -> ContactDetail:  # fmt: skip
    """The row, checked; `protection` is that under which it stands."""
    check_member(family, person)
    checks.check_kind(kind)
    check_dates_in_order(from_date, None)
    check_in_life(Fact(KNOWN, from_date, person, "from_date"), from_date)
    if protection and kind == ContactKind.ADDRESS:
        protections.add_people(protection, [person])
    contact = ContactDetail.objects.create(
        family=family, person=person, kind=kind, value=checks.check_value(kind, value), remark=remark.strip(),
        from_date=from_date, protection=protection,
    )  # fmt: skip
    if protection:
        refer_to(contact)
    return contact


@in_service
def as_recorded(family: Family, person: Person, *, kind: str, value: str, from_date: date, by: User) -> ContactDetail:
    """The contact detail of this person that says this already, or else a new one."""
    known = ContactDetail.objects.filter(person__in=person.all_ids, kind=kind)
    same = next((row for row in known if same_place(kind, row.value, value)), None)
    return same or add_contact(family, person, kind=kind, value=value, from_date=from_date, by=by)


@service
def change_contact(
    family: Family, contact: ContactDetail, *, fingerprint: str, value: str, from_date: date, by: User,
    remark: str = "", until_date: date | None = None,
) -> ContactDetail:  # fmt: skip
    """Correct a contact detail, or say until when it held; a protected one only by somebody who may read it."""
    contact = lock(contact, "family", "protection")
    check_may_read(contact.protection, by)
    require(by, family, Can.RECORD)
    checks.check_family(family, contact)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    check_dates_in_order(from_date, until_date)
    value = checks.check_value(contact.kind, value)
    protection = contact.protection or protection_for(contact.family_id, [contact.person_id], contact.kind, value)
    change(
        contact, value=value, remark=remark.strip(), from_date=from_date, until_date=until_date, protection=protection
    )
    if protection:
        refer_to(contact)
    return contact
