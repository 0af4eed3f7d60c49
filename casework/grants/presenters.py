"""To whom a family is opened, in the words of a list."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from casework.access import FamilyAccess, may_take
from casework.access.grants.models import FamilyGrant
from casework.families.models import Family
from casework.grants.checks import grade_for
from casework.grants.queries import over_grants, standing_grants
from casework.words import say_date, say_when


class GrantLine(NamedTuple):
    """`may_end` is whether its reader may end it now."""

    grant: FamilyGrant
    what: str
    days: str
    may_end: bool


def grant_lines(family: Family, access: FamilyAccess, at: datetime) -> list[GrantLine]:
    """Those that run or are to begin."""
    rows = standing_grants(family, at, timezone.localdate(at))
    return [GrantLine(row, _what(row), _days(row), may_take(access, grade_for(row.kind))) for row in rows]


def over_lines(family: Family, at: datetime) -> list[GrantLine]:
    """Those that are over, or were ended before their time."""
    return [GrantLine(row, _what(row), _days(row), False) for row in over_grants(family, at, timezone.localdate(at))]


def _what(row: FamilyGrant) -> str:
    return f"{row.get_kind_display()}: {row.child}" if row.child else row.get_kind_display()


def _days(row: FamilyGrant) -> str:
    if row.ended_at:
        return f"from {say_date(row.from_date)}, ended {say_when(row.ended_at)}: {row.ended_because}"
    last = say_when(row.until_at) if row.until_at else say_date(row.until_date or row.from_date)
    return f"from {say_date(row.from_date)} until {last}"
