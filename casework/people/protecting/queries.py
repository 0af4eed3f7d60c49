"""What else tells where somebody is: who lives there, how to reach them, and the professionals who see them."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.access import reach, unrestricted
from casework.families.models import Family, FamilyMember
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import neighbours_of, same_place
from casework.people.key_contacts.models import LOCATING, KeyContact
from casework.people.models import Person
from casework.people.queries import entries_here, said_in
from casework.protections.models import Protection
from casework.protections.queries import entries_of
from casework.users.models import User


class Locating(NamedTuple):
    """What may be protected with an address: `likely` are the ids of the contact details that are ticked beforehand.

    All of `people` live there as far as is recorded, and all of `key_contacts` see one of them.
    """

    people: list[Person]
    contacts: list[ContactDetail]
    key_contacts: list[KeyContact]
    likely: set[int]


NOTHING = Locating([], [], [], set())


def what_locates(user: User, contact: ContactDetail, today: date) -> Locating:
    """What tells where the person of this address lives, as far as `user` may know; nothing for a telephone."""
    if contact.kind != ContactKind.ADDRESS:
        return NOTHING
    own = set(entries_of([contact.person_id]).values_list("pk", flat=True))
    there = _with_the_same_address(user, contact, today)
    known = _people_one_reads_about(user)
    people = _once(entries_of((there | _in_the_household(own)) - own).filter(pk__in=known))
    ids = own | set(entries_of([person.pk for person in people]).values_list("pk", flat=True))
    contacts = _contacts(user, ids, contact, today)
    elsewhere = {row.person_id for row in contacts if _is_elsewhere(row, contact)} - own
    likely = {row.pk for row in contacts if row.person_id not in elsewhere}
    here = [person for person in people if person.pk not in elsewhere]
    return Locating(here, contacts, list(_key_contacts(ids, today).filter(reach(user, family="family"))), likely)


def _with_the_same_address(user: User, contact: ContactDetail, today: date) -> set[int]:
    rows = ContactDetail.objects.on(today).filter(kind=ContactKind.ADDRESS)
    around = rows.filter(person__in=neighbours_of([contact.person_id]).order_by().values("pk"))
    found = around.filter(unrestricted(user, family="family"))
    return {row.person_id for row in found if same_place(row.kind, row.value, contact.value)}


def _people_one_reads_about(user: User) -> QuerySet:
    """The ids of the present members of the families whose record `user` may read: nobody else is named to them."""
    return FamilyMember.objects.filter(reach(user, family="family"), until_date=None).order_by().values("person")


def _in_the_household(own: Collection[int]) -> set[int]:
    """Those who live in a household in which the person lives."""
    members = FamilyMember.objects.filter(until_date=None, in_household=True)
    homes = members.filter(person__in=own).order_by().values("family")
    living = members.filter(family__in=homes, person__died=None, person__pregnancy_ended_on=None)
    return set(living.order_by().values_list("person", flat=True))


def _once(people: QuerySet[Person]) -> list[Person]:
    return list(people.filter(merged_into=None))


def _contacts(user: User, people: Collection[int], but: ContactDetail, today: date) -> list[ContactDetail]:
    rows = ContactDetail.objects.filter(Q(until_date=None) | Q(until_date__gte=today), protection=None)
    rows = rows.filter(unrestricted(user, family="family"), person__in=people).exclude(pk=but.pk)
    return list(rows.select_related("person"))


def _is_elsewhere(row: ContactDetail, contact: ContactDetail) -> bool:
    return row.kind == ContactKind.ADDRESS and not same_place(row.kind, row.value, contact.value)


def _key_contacts(people: Collection[int], today: date) -> QuerySet[KeyContact]:
    """Those who see one of these people, or the whole family of one, where the people would be found."""
    members = FamilyMember.objects.filter(person__in=people).order_by()
    now = members.filter(until_date=None).values("family")
    rows = KeyContact.objects.filter(family__in=members.values("family"), profession__in=LOCATING, protection=None)
    lasting = rows.filter(Q(until_date=None) | Q(until_date__gte=today))
    return lasting.filter(Q(about__overlap=list(people)) | Q(about=[], family__in=now))


def hidden_key_contacts(user: User, people: Collection[int], today: date) -> QuerySet[KeyContact]:
    """Those in families whose record `user` may not read: they are protected without being named."""
    ids = list(entries_of(people).values_list("pk", flat=True))
    rows = _key_contacts(ids, today).filter(unrestricted(user, family="family"), about__overlap=ids)
    return rows.exclude(reach(user, family="family"))


def rows_under(protection: Protection, family: Family) -> tuple[list[ContactDetail], list[KeyContact]]:
    """What refers to the protection, as its readers find it in `family`."""
    said = said_in(family, None, timezone.localdate())
    contacts = protection.contact_details.filter(said).select_related("person")
    return list(contacts), list(protection.key_contacts.filter(said))


def people_to_keep_from(family: Family, persons: Collection[int]) -> QuerySet[Person]:
    """Whom one may name as those from whom it is kept: everybody who is or was of the family, but for `persons`."""
    own = entries_of(persons).order_by().values("pk")
    return (
        Person.objects.filter(Q(pk__in=entries_here(family)) | Q(memberships__family=family))
        .exclude(pk__in=own)
        .filter(merged_into=None)
        .distinct()
    )


def locating_of(user: User, protection: Protection, today: date) -> Locating:
    """What tells, besides what is protected already, where the people live whose address this protection keeps."""
    found = NOTHING
    for contact in protection.contact_details.filter(kind=ContactKind.ADDRESS).select_related("person"):
        found = _together(found, what_locates(user, contact, today))
    known = set(entries_of(protection.people).values_list("pk", flat=True))
    return found._replace(people=[person for person in found.people if person.pk not in known])


def _together(one: Locating, other: Locating) -> Locating:
    return Locating(
        list({row.pk: row for row in [*one.people, *other.people]}.values()),
        list({row.pk: row for row in [*one.contacts, *other.contacts]}.values()),
        list({row.pk: row for row in [*one.key_contacts, *other.key_contacts]}.values()),
        one.likely | other.likely,
    )
