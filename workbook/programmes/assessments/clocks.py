"""When a programme must be completed as an assessment (A5.14); each clock is met by completing one."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.db.models import Exists, OuterRef, QuerySet

from casework import practice
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.people.models import Person
from casework.plans.models import ConferenceKind, Plan, PlanKind
from casework.practice.calendar import END_OF_DAY, LONDON, after, start_of_day
from casework.subjects import type_of
from casework.words import london_date
from workbook.programmes import queries as programme_queries
from workbook.programmes.assessments.models import SignificantChange
from workbook.programmes.assessments.queries import last_completed
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState

TIMESCALES = (
    "assessment_before_conference", "assessment_before_review", "assessment_after_change", "assessment_yearly",
)  # fmt: skip
SECOND = 1  # the place of the second review conference among those of a plan


class Anchor(NamedTuple):
    """The child and the day from which something is due."""

    child: Person
    day: date


def reconcile(programme: FamilyProgramme, *, at: datetime) -> None:
    """Bring the due dates of the programme to what its children's plans and conferences say; idempotent.

    The family is locked.
    """
    if programme.state != ProgrammeState.OPEN:
        for timescale in TIMESCALES:
            duedates.cancel(timescale, programme, at=at)
        return
    last = last_completed(programme)
    _reconcile_conference(programme, last, at)
    _reconcile_review(programme, last, at)
    _reconcile_year(programme, last, at)


def meet_all(programme: FamilyProgramme, *, at: datetime) -> None:
    """The programme was completed as an assessment; the year begins again."""
    for timescale in TIMESCALES:
        duedates.meet(timescale, programme, at=at)
    reconcile(programme, at=at)


def start_after_change(change: SignificantChange, *, at: datetime) -> None:
    """A significant change asks for an assessment; where an earlier one still does, that date is kept."""
    programme = change.programme
    if not running_clock("assessment_after_change", programme).exists():
        _start("assessment_after_change", programme, at=start_of_day(change.happened_on))


def _reconcile_year(programme: FamilyProgramme, last: datetime | None, at: datetime) -> None:
    """While there is a child in the work."""
    if not any(programme_queries.children_in_work(programme, london_date(at))):
        duedates.cancel("assessment_yearly", programme, at=at)
        return
    since = last or programme.opened_at
    if not running_clock("assessment_yearly", programme).filter(started_at=since).exists():
        duedates.cancel("assessment_yearly", programme, at=at)
        _start("assessment_yearly", programme, at=since)


def _reconcile_review(programme: FamilyProgramme, last: datetime | None, at: datetime) -> None:
    """Nine months from the beginning of the plan that has run longest without a completed assessment since.

    A review that fell before the programme was opened is no longer to be prepared.
    """
    values = practice.current().timescale("assessment_before_review")
    plans = _plans(programme, PlanKind.CHILD_IN_NEED, last, at)
    anchors = (Anchor(child, plan.from_date) for child, plan in plans)
    anchor = _first(each for each in anchors if after(start_of_day(each.day), values) >= programme.opened_at)
    running = running_clock("assessment_before_review", programme)
    if anchor is None:
        duedates.cancel("assessment_before_review", programme, at=at)
    elif not running.filter(started_at=start_of_day(anchor.day), child__in=anchor.child.all_ids).exists():
        _start("assessment_before_review", programme, at=start_of_day(anchor.day), child=anchor.child)


def _reconcile_conference(programme: FamilyProgramme, last: datetime | None, at: datetime) -> None:
    anchor = _first(_second_reviews(programme, last, at))
    running = running_clock("assessment_before_conference", programme)
    if anchor is None:
        duedates.cancel("assessment_before_conference", programme, at=at)
        return
    by_the_end = datetime.combine(anchor.day, END_OF_DAY, tzinfo=LONDON)
    if not running.filter(anchor_at=by_the_end, child__in=anchor.child.all_ids).exists():
        _start("assessment_before_conference", programme, at=at, anchor=by_the_end, child=anchor.child)


def _second_reviews(programme: FamilyProgramme, last: datetime | None, at: datetime) -> Iterator[Anchor]:
    """Of each protection plan the second review conference, planned or held since the programme was opened."""
    for child, plan in _plans(programme, PlanKind.CHILD_PROTECTION, last, at):
        reviews = plan.conferences.not_withdrawn().filter(kind=ConferenceKind.REVIEW, not_held_because="")
        days = sorted(cast("date", each.planned_for or each.held_on) for each in reviews)  # a_conference_has_a_date
        if len(days) > SECOND and days[SECOND] >= london_date(programme.opened_at):
            yield Anchor(child, days[SECOND])


def _plans(
    programme: FamilyProgramme, kind: PlanKind, last: datetime | None, at: datetime
) -> Iterator[tuple[Person, Plan]]:
    """Each child's running plan of that kind, if no assessment was completed since it began."""
    children = {
        pk: child for child in programme_queries.children_in_work(programme, london_date(at)) for pk in child.all_ids
    }
    plans = programme.family.plan_set.not_withdrawn().filter(kind=kind, until_date=None, child__in=children)
    for plan in plans if last is None else plans.filter(from_date__gt=london_date(last)):
        yield children[plan.child_id], plan


def _first(anchors: Iterable[Anchor]) -> Anchor | None:
    return min(anchors, key=lambda anchor: (anchor.day, anchor.child.pk), default=None)


def _start(timescale: str, programme: FamilyProgramme, *, anchor: datetime | None = None, **details: Any) -> None:
    lead = family_lead(programme.family)
    details |= {"family": programme.family, "owner": lead.worker if lead else None}
    if anchor is None:
        duedates.start(timescale, programme, **details)
    else:
        duedates.start_before(timescale, programme, anchor=anchor, **details)


def to_reconcile() -> QuerySet[FamilyProgramme]:
    """Those that are open, and those that have ended with a clock still running."""
    running = DueDate.objects.running().filter(
        timescale__in=TIMESCALES, subject_type=type_of(FamilyProgramme), subject_id=OuterRef("pk")
    )
    open_ones = FamilyProgramme.objects.filter(state=ProgrammeState.OPEN)
    return (open_ones | FamilyProgramme.objects.filter(Exists(running))).select_related("family", "workbook")
