"""What is due, for whom and why, in the four groups of 'My work'."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from casework.duedates.clock import moment_of
from casework.duedates.models import DueDate
from casework.users.models import TeamMembership
from casework.users.roles import TEAM_MANAGERS
from casework.words import london_date, say_date, say_when

MOST = 50


class Line(NamedTuple):
    """One due date: the link does the thing."""

    what: str
    url: str
    family: str
    when: object
    why: str
    overdue: bool


class Group(NamedTuple):
    heading: str
    lines: list


def teams_managed_by(user, today):
    return TeamMembership.objects.on(today).filter(user=user, role__in=TEAM_MANAGERS).values("team")


def dues_of(user, families, now):
    """The groups of what is due from `user`: their own, and what no worker of a team they manage owns yet."""
    teams = teams_managed_by(user, timezone.localdate(now))
    mine = Q(owner=user) | Q(owner=None, team__in=teams)
    dues = DueDate.objects.running().filter(mine, family__in=families).select_related("family")[:MOST]
    ends = _ends(now)
    groups = {heading: [] for heading in (*ends, "Later")}
    for due in dues:
        heading = next((heading for heading, end in ends.items() if due.due_at < end), "Later")
        groups[heading].append(line_of(due, now, user=user))
    return [Group(heading, lines) for heading, lines in groups.items() if lines]


def _ends(now):
    """Until when each group goes, in days of London; 'this week' is seven days, so that Friday shows Monday's."""
    today = timezone.localdate(now)
    return {
        "Overdue": now,
        "Today": moment_of(today + timedelta(days=1)),
        "This week": moment_of(today + timedelta(days=7)),
    }


def line_of(due, now, *, user, whose=False):
    """As `user` reads it; `whose` says also who owns it, for the manager."""
    owner = f" Waits for {due.owner or due.team}." if whose else ""
    return Line(
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
    return say_date(day) if due.started_at == moment_of(day) else say_when(due.started_at)
