"""The family time of children, from whichever family's record."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from casework.families.models import Family
from casework.people.family_time.models import FamilyTime
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.people.queries import read_in
from casework.trail.rows import fingerprint
from casework.users.models import User


def family_time_of(family: Family, people: Iterable[Person], user: User | None, today: date) -> QuerySet[FamilyTime]:
    """Of these people of the family, as children or as those with whom it is; see `read_in`."""
    people = list(people)
    of_child, with_one = (read_in(family, people, user, today, field=field) for field in ("child", "with_person"))
    return FamilyTime.objects.filter(of_child | with_one).select_related("child", "with_person", "place")


def fingerprint_of_family_time(row: FamilyTime) -> str:
    return fingerprint(
        row.with_person_id, row.with_whom, row.supervision, row.supervised_by, row.how_often, row.place_id, row.where,
        row.decided_by, row.not_allowed, row.from_date, row.until_date,
    )  # fmt: skip


def not_over(rows: QuerySet[FamilyTime], today: date) -> QuerySet[FamilyTime]:
    """Those that hold today or begin later."""
    return rows.filter(Q(until_date=None) | Q(until_date__gte=today))


def places_for(family: Family, row: FamilyTime) -> QuerySet[KeyContact]:
    """The key contacts of the family that are not protected, and the one that the row names."""
    return KeyContact.objects.filter(Q(family=family, protection=None) | Q(pk=row.place_id))
