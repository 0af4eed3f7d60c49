"""Protecting an address with everything that tells where it is, and ending that (A9.20)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import Model, Q
from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family, FamilyMember
from casework.people.contact_details.checks import check_family
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import fingerprint_of_contact, protection_for
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import protection_of_new
from casework.people.models import Person
from casework.people.protecting.copies.services import refer_to
from casework.people.protecting.queries import Locating, hidden_key_contacts, locating_of, what_locates
from casework.people.queries import entries_here
from casework.protections import services as protections
from casework.protections.checks import check_lasts, check_may_read
from casework.protections.models import Protection
from casework.protections.queries import entries_of, fingerprint_of_protection, protections_in, protections_of
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def protect_contact(
    family: Family, contact: ContactDetail, *, fingerprint: str, readers: Iterable[User], because: str, by: User,
    at: datetime, from_whom: Iterable[Person] = (), readers_because: str = "", people: Iterable[Person] = (),
    contacts: Iterable[ContactDetail] = (), key_contacts: Iterable[KeyContact] = (),
) -> ContactDetail:  # fmt: skip
    """Show a contact detail to `readers` (users) alone, at once; whoever does it is among them.

    With an address go the `people` who live there, and the `contacts` and `key_contacts` that tell where it is: all of
    them from `what_locates`. Copies of what is protected become references to it.
    """
    contact, today = lock(contact, "family", "protection"), timezone.localdate(at)
    require(by, family, Can.RECORD)
    check_family(family, contact)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    if contact.protection:
        raise Conflict("It is protected already. Open the page again to see who may read it.")
    people, contacts, key_contacts = list(people), list(contacts), list(key_contacts)
    _check_offered(what_locates(by, contact, today), people, contacts, key_contacts)
    living = [contact.person, *people] if contact.kind == ContactKind.ADDRESS else []
    protection = protections.begin(
        family, people=living, from_whom=from_whom, readers=readers, because=because,
        readers_because=readers_because, by=by, at=at,
    )  # fmt: skip
    hidden = hidden_key_contacts(by, [person.pk for person in living], today)
    _put_under(protection, [contact, *contacts], [*key_contacts, *hidden])
    return ContactDetail.objects.select_related("family", "protection").get(pk=contact.pk)


def _check_offered(
    offered: Locating, people: list[Person], contacts: list[ContactDetail], key_contacts: list[KeyContact]
) -> None:
    pairs = ((people, offered.people), (contacts, offered.contacts), (key_contacts, offered.key_contacts))
    if any({row.pk for row in chosen}.difference(row.pk for row in given) for chosen, given in pairs):
        raise Refusal("Choose from those offered. Open the page again to see what tells where it is now.")


def _put_under(protection: Protection, contacts: Iterable[ContactDetail], key_contacts: Iterable[KeyContact]) -> None:
    rows: list[ContactDetail | KeyContact] = [*contacts, *key_contacts]
    for row in rows:
        held = lock(row)
        if held.protection_id is None:
            change(held, protection=protection)
        refer_to(held)


@service
def protect_more(
    protection: Protection, *, fingerprint: str, people: Iterable[Person] = (),
    contacts: Iterable[ContactDetail] = (), key_contacts: Iterable[KeyContact] = (), by: User, at: datetime,
) -> Protection:  # fmt: skip
    """Put under the same protection, with the same readers, what tells too where its address is."""
    protection = lock(protection, "family")
    check_lasts(protection)
    check_may_read(protection, by)
    require(by, protection.family, Can.RECORD)
    check_fingerprint(fingerprint, fingerprint_of_protection(protection))
    people, contacts, key_contacts = list(people), list(contacts), list(key_contacts)
    _check_offered(locating_of(by, protection, timezone.localdate(at)), people, contacts, key_contacts)
    protections.add_people(protection, people)
    _put_under(protection, contacts, key_contacts)
    return protection


@service
def unprotect_contact(
    family: Family, contact: ContactDetail, *, fingerprint: str, by: User, at: datetime
) -> ContactDetail:
    """Show a contact detail again to all who read the record; the history never shows its value.

    Its protection ends with the last row that it keeps.
    """
    contact = lock(contact, "family", "protection")
    check_may_read(contact.protection, by)
    require(by, family, Can.LEAD)
    check_family(family, contact)
    check_fingerprint(fingerprint, fingerprint_of_contact(contact))
    protection = contact.protection
    change(contact, protection=None)
    if protection and not _keeps_anything(protection):
        protections.end(lock(protection), by=by, at=at)
    return contact


def _keeps_anything(protection: Protection) -> bool:
    return protection.contact_details.exists() or protection.key_contacts.exists()


@service
def end_protection(protection: Protection, *, fingerprint: str, by: User, at: datetime) -> Protection:
    """Show all that it keeps again to all who read the record."""
    protection = lock(protection, "family")
    check_lasts(protection)
    check_may_read(protection, by)
    require(by, protection.family, Can.LEAD)
    check_fingerprint(fingerprint, fingerprint_of_protection(protection))
    for row in [*protection.contact_details.all(), *protection.key_contacts.all()]:
        change(row, protection=None)
    protections.end(protection, by=by, at=at)
    return protection


@in_service
def follow(family: Family) -> None:
    """Protect what stands open in the family and tells where somebody protected lives.

    For whatever brings people together: two entries that are one person, families that are joined, who comes into one
    (`follow_members`). It is as if each row were added now.
    """
    people = entries_here(family)
    if not protections_in(family).filter(ended_at=None).exists():
        return
    for row in ContactDetail.objects.filter(person__in=people, protection=None).order_by("pk"):
        _follow_row(row, protection_for(row.family_id, [row.person_id], row.kind, row.value))
    seeing = KeyContact.objects.filter(Q(family=family) | Q(about__overlap=list(people)), protection=None)
    for contact in seeing.select_related("family").order_by("pk"):
        _follow_row(contact, protection_of_new(contact.family, contact.profession, contact.about))


def _follow_row(row: ContactDetail | KeyContact, protection: Protection | None) -> None:
    if protection:
        change(lock(row), protection=protection)
        refer_to(row)


def follow_members(rows: list[Model]) -> list[str]:
    """At the end of each service, whichever it is: who came into a household lives there, and who came into a family
    may be around somebody protected by now.
    """
    came = {row.pk: row for row in rows if isinstance(row, FamilyMember) and row.until_date is None}
    members = FamilyMember.objects.filter(pk__in=came, until_date=None).select_related("family", "person")
    for family, here in groupby(members.order_by("family", "pk") if came else (), key=lambda row: row.family):
        newcomers = [row.person for row in here if row.in_household and not _lived_there(row)]
        live_in(family, newcomers) if newcomers else follow(family)
    return []


def _lived_there(member: FamilyMember) -> bool:
    """Whether they were in the household before their row was written last, so that they are no newcomers."""
    before = member.history.order_by("-history_id")[1:2]
    return any(row.in_household and row.until_date is None for row in before)


@in_service
def live_with(
    family: Family, newcomers: Iterable[Person], others: Iterable[Person], *, of_family_alone: bool = False
) -> None:
    """The `newcomers` live where the `others` do: what is added of them is protected as what is of those.

    Not of one from whom it is kept: nobody is both. `of_family_alone`: by what this family protects; somebody may be in
    the households of two.
    """
    newcomers = list(newcomers)
    found = protections_of([person.pk for person in others], family)
    for protection in found.filter(family=family) if of_family_alone else found:
        kept_from = set(entries_of(protection.from_whom).values_list("pk", flat=True))
        protections.add_people(lock(protection), [person for person in newcomers if person.pk not in kept_from])
    follow(family)


@in_service
def live_in(family: Family, newcomers: Iterable[Person]) -> None:
    """The `newcomers` live in the family's household from now on."""
    newcomers = list(newcomers)
    ids = {person.pk for person in newcomers}
    at_home = [row.person for row in family.members_now().filter(in_household=True) if row.person_id not in ids]
    live_with(family, newcomers, at_home, of_family_alone=True)
