"""What 'My work' shows besides the due dates, and for whom somebody covers today."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.absences.models import Absence
from casework.absences.queries import absences_covered_by
from casework.access import Can, holdings_of
from casework.duedates.presenters import dues_of_many
from casework.families.models import Family
from casework.families.ratings.registry import HighestRating, highest_ratings
from casework.notes.models import CaseNote
from casework.plans.status.presenters import gravest_plans
from casework.plans.status.queries import facts_of_many
from casework.practice.calendar import end_of_day
from casework.risk_dates.presenters import RiskDateLine, lines_of
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import BROUGHT_BACK_WITHIN, listed_texts
from casework.users.models import User
from casework.users.roles import Role
from casework.words import say_date
from supervision.group_supervisions.calendar.presenters import CalendarEntry, calendar_entry
from supervision.last_seen.queries import ChildLastSeen, children_of, longest_unseen
from supervision.my_work import queries
from supervision.my_work.due_dates.presenters import (
    LATER,
    MOST_DUE,
    TO_WRITE_UP,
    DueGroup,
    DueLine,
    due_groups,
    job_line,
    jobs,
)
from supervision.my_work.today.presenters import TodayEntry, event_line, planned_of

MOST = 25
MOST_TO_AUDIT = 10
MINE = "My families"


class FamilyLine(NamedTuple):
    """`highest` is the highest rating of its workers where the group has not rated since; `plan` is '' without one.

    `longest` is the child whom nobody has seen for the longest time.
    """

    family: Family
    plan: str
    highest: HighestRating | None
    longest: ChildLastSeen | None
    unseen: bool

    @property
    def rag(self) -> str:
        return self.family.headline.overall_rag


class MyFamilies(NamedTuple):
    """`unseen` are the children of those with whom the user leads the work whom nobody has seen for too long."""

    heading: str
    rows: list[FamilyLine]
    more: bool
    unseen: list[ChildLastSeen]

    @property
    def names(self) -> dict[int, str]:
        return {line.family.pk: str(line.family) for line in self.rows}


class Work(NamedTuple):
    """What `user` does: today by the hour, then what is due, in the order in which one reads it; `later` is folded."""

    today: list[TodayEntry]
    groups: list[DueGroup]
    later: list[DueLine]

    def __bool__(self) -> bool:
        return any(self)


class UnsavedTexts(NamedTuple):
    """`discarded` can be brought back."""

    texts: list[UnsavedText]
    discarded: list[UnsavedText]


class Known(NamedTuple):
    """What is asked once of all families of the page: when children were seen, their plans, and the highest ratings."""

    seen: list[ChildLastSeen]
    plans: dict[int, str]
    highest: dict[int, HighestRating]


def known_of(listed: Collection[int], looked_through: Collection[int], today: date) -> Known:
    """Of the families of the list, and of those (ids) whose children are looked for one by one."""
    families = {*listed, *looked_through}
    facts = facts_of_many(families, today)
    return Known(children_of(looked_through, facts), gravest_plans(facts), highest_ratings(families))


def listed_families(user: User, families: QuerySet[Family], today: date) -> tuple[str, list[Family]]:
    """Those allocated to `user`; for whoever has none, those of their team or that they may read, the next first.

    With their heading, and one more than are shown.
    """
    held = holdings_of(user, today)
    if held.allocated(Can.READ):
        found = list(queries.allocated_families(user, families, today)[: MOST + 1])
        if found:
            return MINE, found
    found = list(queries.open_families(families)[: MOST + 1])
    return "Families of my team" if held.teams(Role) else "Families that I may read", found


def my_families(user: User, heading: str, listed: list[Family], known: Known, now: datetime) -> MyFamilies:
    rows = listed[:MOST]
    here = {family.pk for family in rows}
    seen, highest = [each for each in known.seen if each.family in here], known.highest
    longest = longest_unseen(seen)
    led = {family.pk for family in rows if family.headline.lead_id == user.pk}
    return MyFamilies(
        heading,
        [
            FamilyLine(family, known.plans.get(family.pk, ""), highest.get(family.pk), longest.get(family.pk),
                       family.pk in longest and longest[family.pk].unseen(now))
            for family in rows
        ],
        len(listed) > MOST,
        [each for each in seen if each.family in led and each.unseen(now)],
    )  # fmt: skip


def work_of(user: User, families: QuerySet[Family], lacking: Collection[str], now: datetime) -> Work:
    """Today by the hour; what is overdue, due today, to be written up; and this week, one line for a family and job.

    `lacking` are families whose supervision stands elsewhere on the page, with the summaries that it lacks.
    """
    planned = planned_of(user, families, now)
    groups = {group.heading: group.lines for group in due_groups(user, families, now)}
    meetings = {str(event.family) for event in planned.week if event.note is None}
    week = [event for event in planned.week if event.note or str(event.family) not in lacking]
    meetings |= {str(entry.event.family) for entry in planned.today if entry.event.note is None}
    if meetings:
        groups = {heading: _without_meetings(lines, meetings) for heading, lines in groups.items()}
    return Work(
        planned.today,
        [DueGroup(heading, lines) for heading, lines in (
            ("Overdue", groups.get("Overdue", [])),
            ("Due today", groups.get("Today", [])),
            (TO_WRITE_UP, [*(event_line(each, now) for each in planned.unsaid), *groups.get(TO_WRITE_UP, []),
                           *(_to_finish(note) for note in planned.unfinished)]),
            ("This week", in_order([*(event_line(each, now) for each in week), *groups.get("This week", [])])),
        ) if lines],
        in_order([*(event_line(each, now) for each in planned.later), *groups.get(LATER, [])]),
    )  # fmt: skip


def _without_meetings(lines: list[DueLine], families: set[str]) -> list[DueLine]:
    """Without the clock of a supervision that stands there with its hour already."""
    label = practice.current().timescale("group_supervision").label
    return [line for line in lines if line.family not in families or line.what != label]


def in_order(lines: Iterable[DueLine]) -> list[DueLine]:
    """What is due on a day comes after what is due at an hour of it."""
    return sorted(lines, key=lambda line: line.when if isinstance(line.when, datetime) else end_of_day(line.when))


def _to_finish(note: CaseNote) -> DueLine:
    """A call, e-mail or the like that was saved and not finished; a visit is among what is due."""
    what = f"Finish: {note.get_kind_display().lower()}"
    return DueLine(what, _url("note-write-up", note), str(note.family), note.at, "", overdue=False)


def _url(name: str, note: CaseNote) -> str:
    return reverse(name, args=[note.family_id, note.pk])


class ToAudit(NamedTuple):
    """What an auditor looks at: records opened in an emergency that nobody has reviewed, and disputes not answered."""

    emergencies: list[DueLine]
    disputes: list[DueLine]


def to_audit(user: User, today: date) -> ToAudit | None:
    """For auditors; None for everybody else."""
    if not holdings_of(user, today).has_role([Role.AUDITOR]):
        return None
    return ToAudit(
        [
            DueLine(f"Opened in an emergency by {each.by}", reverse("emergency", args=[each.pk]), "", each.at,
                    "Nobody has reviewed it yet.", overdue=False)
            for each in queries.emergencies_to_review(user, today)[:MOST_TO_AUDIT]
        ],
        [
            DueLine(f"Disputed: {each.get_kind_display().lower()}", reverse("answer", args=[each.family_id, each.pk]),
                    str(each.family), each.said_on, "It is not answered yet.", overdue=False)
            for each in queries.disputes_open(user)[:MOST_TO_AUDIT]
        ],
    )  # fmt: skip


def waiting(context: Mapping[str, Any]) -> int:
    """How many lines are red, for the title: calls, children unseen, and what is overdue."""
    groups = {group.heading: group.lines for group in context["work"].groups}
    return len(context["calls"]) + len(context["unseen"]) + len(groups.get("Overdue", []))


def unsaved_texts(user: User, now: datetime) -> UnsavedTexts:
    """Texts that were typed and not saved, each to be gone on with or discarded; and those that were discarded."""
    texts = list(listed_texts(user, now - BROUGHT_BACK_WITHIN)[:MOST])
    return UnsavedTexts(
        [text for text in texts if text.discarded_at is None], [text for text in texts if text.discarded_at]
    )


def supervisions_to_prepare(user: User, now: datetime) -> list[CalendarEntry] | None:
    """For business support: what is closed for supervision and not held; None for everybody else."""
    if not queries.supports_a_team(user, timezone.localdate(now)):
        return None
    return [calendar_entry(episode, now) for episode in queries.supervisions_to_prepare(user)[:MOST]]


def risk_dates(user: User, now: datetime) -> list[RiskDateLine]:
    """The dates of risk that are near in the families for which `user` answers."""
    return lines_of(queries.risk_dates_ahead(user, timezone.localdate(now), MOST))


class CoverSection(NamedTuple):
    heading: str
    families: list[Family]
    lines: list[DueLine]


def cover_sections(user: User, families: QuerySet[Family], now: datetime) -> list[CoverSection]:
    """A section for each absence in which `user` covers today; `families` are those that `user` may open."""
    return [_section(absence, user, families, now) for absence in absences_covered_by(user, timezone.localdate(now))]


def _section(absence: Absence, user: User, families: QuerySet[Family], now: datetime) -> CoverSection:
    covered = queries.covered_families(absence, families, now)
    dues = queries.covered_dues(absence, covered)
    return CoverSection(
        f"Covering for {absence.user} until {say_date(absence.last_day)}",
        list(covered.order_by("headline__sort_name", "pk")[:MOST_DUE]),
        [job_line(job, now) for job in jobs(dues_of_many(dues[:MOST_DUE], user))],
    )
