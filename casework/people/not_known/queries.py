"""Of whom the name or the birth is not known, what their page showed, and who is to ask."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from casework.access import Can, access_of
from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyMember
from casework.people.models import Person
from casework.trail.rows import fingerprint
from casework.users.models import User


def something_is_not_known(person: Person) -> bool:
    """Whether there is something to be learnt: the name, or when somebody who has been born was."""
    return not person.name_known or (person.born is None and person.expected is None)


def is_to_be_asked(person: Person) -> bool:
    """Whether nothing certain is known of the birth and nobody is named who will ask."""
    return person.born is None and person.expected is None and person.birth_to_be_asked_by_id is None


def fingerprint_of_known(person: Person) -> str:
    return fingerprint(
        person.name, person.born, person.expected, person.about_age, person.about_age_on, person.birth_to_be_asked_by_id
    )


class BirthToAsk(NamedTuple):
    person: Person
    family: Family


def births_to_ask(user: User, families: QuerySet[Family], today: date) -> Iterator[BirthToAsk]:
    """Whose birth `user` is to ask for: of the living, once in each of `families` to which they belong now.

    Also of those families that `user` leads, where whoever was named does not work with them any more.
    """
    members = FamilyMember.objects.filter(family__in=families, until_date=None, person__merged_into=None)
    members = members.filter(person__birth_to_be_asked_by__isnull=False, person__died=None)
    led = Allocation.objects.leading(today).filter(worker=user).order_by().values("family")
    members = members.filter(Q(person__birth_to_be_asked_by=user) | Q(family__in=led))
    for member in members.select_related("person__birth_to_be_asked_by", "family").order_by("person__name", "pk"):
        asker = member.person.birth_to_be_asked_by
        if asker in (None, user) or not access_of(asker, member.family, today=today).can(Can.RECORD):
            yield BirthToAsk(member.person, member.family)
