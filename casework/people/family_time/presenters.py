"""Family time in words, for the pages of the child, of whom it is with, and of the family."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.people.family_time.models import FamilyTime, Supervision
from casework.people.family_time.queries import family_time_of, not_over
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.users.models import User
from casework.words import say_date


class FamilyTimeLine(NamedTuple):
    row: FamilyTime
    words: str
    small: str


def family_time_lines(family: Family, people: Sequence[Person], user: User | None, today: date) -> list[FamilyTimeLine]:
    """What holds today or begins later; not of whom it is not in the family that reads it."""
    return _lines(not_over(family_time_of(family, people, user, today), today))


def former_family_time_lines(
    family: Family, people: Sequence[Person], user: User | None, today: date
) -> list[FamilyTimeLine]:
    return _lines(family_time_of(family, people, user, today).filter(until_date__lt=today).order_by("-until_date"))


def _lines(rows: Iterable[FamilyTime]) -> list[FamilyTimeLine]:
    return [FamilyTimeLine(row, _words(row), _small(row)) for row in rows]


def _words(row: FamilyTime) -> str:
    how = row.get_supervision_display()
    if row.supervision == Supervision.NO_TIME:
        return f"{row.child} and {row.other}: no family time"
    by = f" by {row.supervised_by}" if row.supervised_by else ""
    return f"{row.child} and {row.other}: {row.how_often}. {how}{by}"


def _place(contact: KeyContact | None) -> str:
    """Where it is; a place that is protected since is told nowhere, whoever reads."""
    if contact is None:
        return ""
    return "at a protected place" if contact.protection_id else f"at {contact.organisation or contact.name}"


def _small(row: FamilyTime) -> str:
    dates = f"from {say_date(row.from_date)}{f' until {say_date(row.until_date)}' if row.until_date else ''}"
    parts = [
        _place(row.place), row.where, dates, f"decided by {row.decided_by}",
        f"not allowed: {row.not_allowed}" if row.not_allowed else "",
    ]  # fmt: skip
    return "; ".join(filter(None, parts))
