"""Who may say that two records are of one person."""

from datetime import date

from django.db.models import Q

from casework.access import Can, reach
from casework.families.models import FamilyMember
from casework.lives.recorded import check_none
from casework.people.models import Person
from casework.refusal import Refusal
from casework.relationships.models import Relationship
from casework.users.models import User


def may_link(user: User, person: Person, *, today: date) -> bool:
    """Whether `user` keeps the people of a family to which `person` belongs or belonged."""
    condition = reach(user, Can.LEAD, today=today, family="family")
    return FamilyMember.objects.filter(condition, person=person).exists()


def check_unrelated(person: Person, other: Person) -> None:
    """Two who are recorded as related to each other are not one person."""
    related = Relationship.objects.filter(
        Q(person__in=person.all_ids, other__in=other.all_ids) | Q(person__in=other.all_ids, other__in=person.all_ids),
        recorded_wrongly=False,
    )
    check_none(
        related.select_related("person", "other"),
        lambda row: Refusal(
            f"{row.sentence}, and nobody is related to oneself. If that was recorded by mistake, correct it first."
        ),
    )


def require_both(by: User, person: Person, other: Person, today: date) -> None:
    """Raise a Refusal unless `by` keeps the people of a family of each of the two."""
    for one in (person, other):
        if not may_link(by, one, today=today):
            raise Refusal(f"You do not keep the people of a family to which {one} belongs. Ask their team manager.")
