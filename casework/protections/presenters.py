"""Whom to ask about what is protected, and by whom, from whom and why it is."""

from collections.abc import Iterable

from casework import practice
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


def names_of(people: Iterable[int]) -> str:
    """'Kamal and Omar'; '' for nobody. Whoever was entered twice is named once."""
    rows = [person for person in entries_of(list(people)) if person.merged_into_id is None]
    return " and ".join(dict.fromkeys(map(str, rows)))
