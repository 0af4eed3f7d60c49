"""Who may say that two records are of one person."""

from datetime import date

from casework.access import Can, reach
from casework.families.models import FamilyMember
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User


def may_link(user: User, person: Person, *, today: date) -> bool:
    """Whether `user` keeps the people of a family to which `person` belongs or belonged."""
    condition = reach(user, Can.LEAD, today=today, family="family")
    return FamilyMember.objects.filter(condition, person=person).exists()


def require_both(by: User, person: Person, other: Person, today: date) -> None:
    """Raise a Refusal unless `by` keeps the people of a family of each of the two."""
    for one in (person, other):
        if not may_link(by, one, today=today):
            raise Refusal(f"You do not keep the people of a family to which {one} belongs. Ask their team manager.")
