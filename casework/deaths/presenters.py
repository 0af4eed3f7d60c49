"""What recording a death brings with it, in words."""

from collections.abc import Iterator

from django.utils import timezone

from casework.families.models import Family, FamilyRole
from casework.people.models import Person
from casework.people.queries import said_in


def consequences(family: Family, person: Person) -> Iterator[str]:
    said = said_in(family, None, timezone.localdate())
    yield f"{person} stays on the family's record, with the day of the death."
    if person.memberships.in_role(FamilyRole.CHILD).filter(said, until_date=None).exists():
        yield f"Nothing falls due for {person} any more, and nobody can record having seen {person} after that day."
    if person.involvements.filter(said, closed_on=None).exists():
        yield f"{person} is open as a child in need: a manager closes that, and is told."
