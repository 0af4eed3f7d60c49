"""What is due, for whom and why: one line for each job, in the groups of 'My work'."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.actions.clocks import TIMESCALES as ACTIONS
from casework.duedates.models import DueDate
from casework.duedates.presenters import ShownDue, dues_of_many
from casework.families.models import Family
from casework.practice.calendar import start_of_day
from casework.users.models import User
from casework.words import london_date, say_all, say_date, say_span, say_when
from supervision.last_seen.queries import ChildLastSeen
from supervision.my_work.due_dates.queries import dues_of

MOST_DUE = 50
WRITE_UP = "visit_write_up"
TO_WRITE_UP, LATER = "To write up", "Later"


class Link(NamedTuple):
    label: str
    url: str


class DueLine(NamedTuple):
    """One job: the link does the thing; `url` is '' where there is none, or where each of `links` leads to its own.

    `family` names the family. `why` is a fact that one reads with it, or with `is_rule` a rule that is folded away;
    `also` are those of its other clocks. `urgent` is what must be louder than a date that has passed; `left` says how
    many hours are left, or how long it has waited.
    """

    what: str
    url: str
    family: str
    when: date | datetime
    why: str
    overdue: bool
    urgent: bool = False
    left: str = ""
    links: tuple[Link, ...] = ()
    is_rule: bool = False
    also: tuple[str, ...] = ()


class DueGroup(NamedTuple):
    heading: str
    lines: list[DueLine]

    @property
    def id(self) -> str:
        """For the section on the page: 'due-this-week'."""
        return f"due-{self.heading.lower().replace(' ', '-')}"


def due_groups(user: User, families: QuerySet[Family], now: datetime) -> list[DueGroup]:
    """What is due from `user`, soonest first, by when it is due; visits to write up stand by themselves, by hours."""
    return grouped(jobs(dues_of_many(dues_of(user, families, now)[:MOST_DUE], user)), now)


def grouped(jobs: Iterable[list[ShownDue]], now: datetime) -> list[DueGroup]:
    ends = _ends(now)
    groups: dict[str, list[DueLine]] = {heading: [] for heading in (*ends, TO_WRITE_UP, LATER)}
    for job in jobs:
        first = job[0].row
        heading = next((heading for heading, end in ends.items() if first.due_at < end), LATER)
        groups[TO_WRITE_UP if first.timescale == WRITE_UP else heading].append(job_line(job, now))
    return [DueGroup(heading, lines) for heading, lines in groups.items() if lines]


def _ends(now: datetime) -> dict[str, datetime]:
    """Until when each group goes, in days of London; 'this week' is seven days, so that Friday shows Monday's."""
    today = timezone.localdate(now)
    return {
        "Overdue": now,
        "Today": start_of_day(today + timedelta(days=1)),
        "This week": start_of_day(today + timedelta(days=7)),
    }


def jobs(dues: Iterable[ShownDue]) -> list[list[ShownDue]]:
    """The clocks of each job together, the soonest first: those of one page, and one duty for several children.

    Each action is a job of its own, whomever it is for.
    """
    found: dict[tuple[int, int | None, str], list[ShownDue]] = {}
    for due in dues:
        row = due.row
        of_children = row.child_id and row.timescale not in ACTIONS.values()
        job = row.timescale if of_children else due.url or row.timescale
        found.setdefault((row.family_id, row.owner_id, job), []).append(due)
    return list(found.values())


def job_line(job: list[ShownDue], now: datetime, *, whose: bool = False) -> DueLine:
    """`whose` says also who owns it, for the manager."""
    first = job[0]
    overdue = first.row.due_at <= now
    several = len({due.row.child_id for due in job}) > 1
    same_page = len({due.url for due in job}) == 1
    label = practice.current().timescale(first.row.timescale).label
    links = tuple(Link(str(due.row.child), due.url) for due in job if due.row.child) if several else ()
    what = first.what
    if several:
        what = f"{label}: {', '.join(link.label for link in links)}" if same_page else label
    why, *also = _why(job, whose)
    return DueLine(
        what=what,
        url=first.url if same_page else "",
        family=str(first.row.family),
        when=first.row.due,
        why=why,
        is_rule=True,
        also=tuple(also),
        overdue=overdue,
        left=_hours_left(first.row.due_at, now) if first.row.timescale == WRITE_UP else "",
        links=() if same_page else links,
    )


def _why(job: list[ShownDue], whose: bool) -> list[str]:
    """A sentence for each rule and day, once."""
    return list(dict.fromkeys(_sentence(due.row, whose) for due in job))


def _sentence(due: DueDate, whose: bool) -> str:
    owner = f" Waits for {due.owner or due.team}." if whose else ""
    return f"{due.rule[:1].upper()}{due.rule[1:]}: {_started(due)}. Met by {due.met_by}.{owner}"


def _hours_left(due_at: datetime, now: datetime) -> str:
    """'5 hours left', 'less than an hour left', '3 hours over'."""
    hours = int(abs(due_at - now).total_seconds() // 3600)
    words = f"{hours} hour{'' if hours == 1 else 's'}" if hours else "less than an hour"
    return f"{words} {'left' if due_at > now else 'over'}"


def _started(due: DueDate) -> str:
    """What began on a day, and not at a moment, is given without a time."""
    day = london_date(due.started_at)
    return say_date(day) if due.started_at == start_of_day(day) else say_when(due.started_at)


def unseen_lines(
    children: Iterable[ChildLastSeen], names: Mapping[int, str], page: str, now: datetime
) -> list[DueLine]:
    """A red line for each family (its name by id), the longest first: children unseen for longer than the plan says.

    It leads to the family's page of that name: who plans the visit, or asks why there was none.
    """
    by_family: dict[int, list[ChildLastSeen]] = {}
    for each in sorted(children, key=lambda each: each.due_at):
        by_family.setdefault(each.family, []).append(each)
    return [_unseen_line(of_family, names[family], page, now) for family, of_family in by_family.items()]


def _unseen_line(children: list[ChildLastSeen], family: str, page: str, now: datetime) -> DueLine:
    first, days = children[0], (london_date(now) - london_date(children[0].due_at)).days
    seen = f"last seen {say_when(first.last_seen)}" if first.last_seen else "not seen yet"
    return DueLine(
        what=f"See {say_all([str(each.child) for each in children])}: {seen}",
        url=reverse(page, args=[first.family]),
        family=family,
        when=london_date(first.due_at),
        why="",
        overdue=True,
        urgent=True,
        left=f"{say_span(days)} too long" if days > 0 else "",
    )
