"""What is due, for whom and why, in the four groups of 'My work'."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from casework.duedates.models import DueDate
from casework.duedates.presenters import ShownDue, dues_of_many
from casework.families.models import Family
from casework.practice.calendar import start_of_day
from casework.users.models import User
from casework.words import london_date, say_date, say_when
from supervision.my_work.due_dates.queries import dues_of

MOST_DUE = 50


class DueLine(NamedTuple):
    """One due date: the link does the thing; `url` is '' where there is none.

    `family` names the family, or on its own page whose duty it is.
    """

    what: str
    url: str
    family: str
    when: date | datetime
    why: str
    overdue: bool


class DueGroup(NamedTuple):
    heading: str
    lines: list[DueLine]


def due_groups(user: User, families: QuerySet[Family], now: datetime) -> list[DueGroup]:
    """What is due from `user`, soonest first, by when it is due."""
    ends = _ends(now)
    groups: dict[str, list[DueLine]] = {heading: [] for heading in (*ends, "Later")}
    for due in dues_of_many(dues_of(user, families, now)[:MOST_DUE], user):
        heading = next((heading for heading, end in ends.items() if due.row.due_at < end), "Later")
        groups[heading].append(due_line(due, now))
    return [DueGroup(heading, lines) for heading, lines in groups.items() if lines]


def _ends(now: datetime) -> dict[str, datetime]:
    """Until when each group goes, in days of London; 'this week' is seven days, so that Friday shows Monday's."""
    today = timezone.localdate(now)
    return {
        "Overdue": now,
        "Today": start_of_day(today + timedelta(days=1)),
        "This week": start_of_day(today + timedelta(days=7)),
    }


def due_line(shown: ShownDue, now: datetime, *, whose: bool = False) -> DueLine:
    """`whose` says also who owns it, for the manager."""
    due = shown.row
    owner = f" Waits for {due.owner or due.team}." if whose else ""
    return DueLine(
        what=shown.what,
        url=shown.url,
        family=str(due.family),
        when=due.due,
        why=f"{due.rule[:1].upper()}{due.rule[1:]}: {_started(due)}. Met by {due.met_by}.{owner}",
        overdue=due.due_at <= now,
    )


def _started(due: DueDate) -> str:
    """What began on a day, and not at a moment, is given without a time."""
    day = london_date(due.started_at)
    return say_date(day) if due.started_at == start_of_day(day) else say_when(due.started_at)
