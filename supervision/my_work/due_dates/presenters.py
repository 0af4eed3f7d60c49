"""What is due, for whom and why, in the four groups of 'My work'."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from casework.duedates.models import DueDate
from casework.practice.calendar import start_of_day
from casework.words import london_date, say_date, say_when
from supervision.my_work.queries import teams_managed_by

MOST_DUE = 50


class DueLine(NamedTuple):
    """One due date: the link does the thing."""

    what: str
    url: str
    family: str
    when: object
    why: str
    overdue: bool


class DueGroup(NamedTuple):
    heading: str
    lines: list


def due_groups(user, families, now):
    """The groups of what is due from `user`: their own, and what no worker of a team they manage owns yet."""
    teams = teams_managed_by(user, timezone.localdate(now))
    mine = Q(owner=user) | Q(owner=None, team__in=teams)
    dues = DueDate.objects.running().filter(mine, family__in=families).select_related("family")[:MOST_DUE]
    ends = _ends(now)
    groups = {heading: [] for heading in (*ends, "Later")}
    for due in dues:
        heading = next((heading for heading, end in ends.items() if due.due_at < end), "Later")
        groups[heading].append(due_line(due, now, user=user))
    return [DueGroup(heading, lines) for heading, lines in groups.items() if lines]


def _ends(now):
    """Until when each group goes, in days of London; 'this week' is seven days, so that Friday shows Monday's."""
    today = timezone.localdate(now)
    return {
        "Overdue": now,
        "Today": start_of_day(today + timedelta(days=1)),
        "This week": start_of_day(today + timedelta(days=7)),
    }


def due_line(due, now, *, user, whose=False):
    """As `user` reads it; `whose` says also who owns it, for the manager."""
    owner = f" Waits for {due.owner or due.team}." if whose else ""
    return DueLine(
        what=due.what,
        url=due.url_for(user),
        family=due.family.name,
        when=due.due,
        why=f"{due.because[:1].upper()}{due.because[1:]}: {_started(due)}. Met by {due.met_by}.{owner}",
        overdue=due.due_at <= now,
    )


def _started(due):
    """What began on a day, and not at a moment, is said without a time."""
    day = london_date(due.started_at)
    return say_date(day) if due.started_at == start_of_day(day) else say_when(due.started_at)
