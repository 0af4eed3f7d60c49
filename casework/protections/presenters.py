"""Whom to ask about what is protected, and by whom, from whom and why it is."""

from collections.abc import Iterable

from casework import practice
from casework.families.models import Family, FamilyMember
from casework.protections.models import Protection
from casework.protections.queries import entries_of
from casework.users.models import User


def whom_to_ask(readers: Iterable[User]) -> str:
    """'ask Dora Dale or Sue Sands'."""
    names = sorted(map(str, readers))
    return f"ask {' or '.join(names)}" if names else "ask the team’s manager"


def out_of_hours() -> str:
    """How to ask when none of them is at work, as the authority says."""
    return practice.current().protection.out_of_hours


def present_readers(protection: Protection) -> tuple[User, ...]:
    """Of a protection with its readers fetched: those named now, by name."""
    users = (row.user for row in protection.readers.all() if row.ended_on is None)
    return tuple(sorted(users, key=str))


def names_in(family: Family, people: Iterable[int]) -> str:
    """'Kamal and Omar': those of `people` (ids) who are or were of this family; '' for nobody.

    Whoever was entered twice is named once. A family's page names nobody of another family.
    """
    here = FamilyMember.objects.filter(family=family).order_by().values("person")
    rows = entries_of(list(people)).filter(pk__in=here).select_related("merged_into")
    return " and ".join(dict.fromkeys(str(row.merged_into or row) for row in rows))
