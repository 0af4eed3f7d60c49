"""Recording the dated facts of a child, ending, approving and correcting them (C17, A9.15)."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.frozen.services import freeze
from casework.in_error import services as in_error
from casework.in_error.models import InErrorReason
from casework.people.models import Person
from casework.plans import clocks, contents
from casework.plans.checks import CHECKS, check_approval, check_dates, check_open, check_unapproved, check_whole_end
from casework.plans.models import Assessment, ChildFact, Conference, LegalEpisode, Plan
from casework.plans.queries import plan_concerned
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User

CHANGED = "Somebody changed this since you opened the page. What you typed is still here: compare, and save again."
Fact = TypeVar("Fact", bound=ChildFact)
Approvable = TypeVar("Approvable", Assessment, Plan)


@service
def begin_assessments(
    family: Family, children: Collection[Person], *, by: User, at: datetime, **values: Any
) -> list[Assessment]:
    """One for each of `children`; `values` are the columns of Assessment."""
    return _record(Assessment, family, children, by, at, values)


@service
def begin_plans(family: Family, children: Collection[Person], *, by: User, at: datetime, **values: Any) -> list[Plan]:
    """One for each of `children`; the category at the start is at first also the latest."""
    values["latest_category"] = values.get("category", "")
    return _record(Plan, family, children, by, at, values)


@service
def add_conferences(
    family: Family, children: Collection[Person], *, by: User, at: datetime, **values: Any
) -> list[Conference]:
    """Planned, or held already; one for each of `children`."""
    return _record(Conference, family, children, by, at, values)


@service
def begin_legal(
    family: Family, children: Collection[Person], *, by: User, at: datetime, **values: Any
) -> list[LegalEpisode]:
    """Proceedings, or an episode in care, of each of `children`."""
    return _record(LegalEpisode, family, children, by, at, values)


def _record(
    model: type[Fact], family: Family, children: Collection[Person], by: User, at: datetime, values: dict[str, Any]
) -> list[Fact]:
    require(by, family, Can.RECORD)
    lock(family)
    if not children:
        raise Refusal("Tick at least one child.", "children")
    of_family = set(family.familymember_set.children().order_by().values_list("person_id", flat=True))
    if not of_family.issuperset(child.pk for child in children):
        raise Refusal("Choose children of this family.", "children")
    return [_record_one(model, family, child, at, values) for child in children]


def _record_one(model: type[Fact], family: Family, child: Person, at: datetime, values: dict[str, Any]) -> Fact:
    row = model(family=family, child=child, **values)
    _check(row, timezone.localdate(at))
    check_dates(row, timezone.localdate(at))
    check_whole_end(row)
    row.save()
    clocks.follow_recorded(row, at)
    return row


@in_service
def copy_running(entries: Collection[Person], newborn: Person, born: date, *, there: Q, at: datetime) -> None:
    """A twin has from the birth on what runs for the first, whose `entries` these are; nobody approved it yet.

    `there` is the condition of the families in which the birth is known.
    """
    plans: dict[int | None, ChildFact] = {}
    for plan in Plan.objects.not_withdrawn().filter(there, child__in=entries, until_date=None):
        # The twin has the category of now from the first day on.
        of_now = {"category": plan.latest_category, "latest_category_from": None}
        plans[plan.pk] = _copy_to(newborn, plan, at, from_date=max(plan.from_date, born), **of_now)
    for assessment in Assessment.objects.not_withdrawn().filter(there, child__in=entries, ended_on=None):
        _copy_to(newborn, assessment, at, started_on=max(assessment.started_on, born))
    for episode in LegalEpisode.objects.not_withdrawn().filter(there, child__in=entries, until_date=None):
        _copy_to(newborn, episode, at, from_date=max(episode.from_date, born))
    planned = Conference.objects.not_withdrawn().filter(there, child__in=entries, held_on=None, not_held_because="")
    for meeting in planned.filter(planned_for__gte=born):
        _copy_to(newborn, meeting, at, plan=plans.get(meeting.plan_id))


def _copy_to(newborn: Person, row: ChildFact, at: datetime, **values: Any) -> ChildFact:
    """A row of the same columns but these and the approval, which is given for each child."""
    fresh = {"id", "version", "child_id", "approved_by_id", "approved_at", "approval"}
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    copied = type(row)(**{name: value for name, value in kept.items() if name not in fresh}, child=newborn)
    for name, value in values.items():
        setattr(copied, name, value)
    copied.save()
    clocks.follow_recorded(copied, at)
    return copied


def _check(row: ChildFact, today: date) -> None:
    if isinstance(row, Conference):
        row.plan = plan_concerned(row)
    CHECKS[type(row)](row, today)


@service
def end_assessment(
    assessment: Assessment, *, ended_on: date, outcome: str, factors: Iterable[str] = (), version: int, by: User,
    at: datetime,
) -> Assessment:  # fmt: skip
    """With its outcome; a child and family assessment with the factors identified, or 'none' alone."""
    assessment = _lock_to_change(assessment, version, by, Can.RECORD)
    check_open(assessment)
    _check_and_change(assessment, at, ended_on=ended_on, outcome=outcome, factors=sorted(factors))
    clocks.meet_assessment(assessment, at)
    return assessment


@service
def end_plan(plan: Plan, *, until_date: date, ended_because: str, version: int, by: User, at: datetime) -> Plan:
    plan = _lock_to_change(plan, version, by, Can.RECORD)
    check_open(plan)
    if not ended_because.strip():
        raise Refusal("Say why the plan ended.", "ended_because")
    _check_and_change(plan, at, until_date=until_date, ended_because=ended_because.strip())
    clocks.cancel_planning(plan, at)
    return plan


@service
def change_category(
    plan: Plan, *, latest_category: str, latest_category_from: date, version: int, by: User, at: datetime
) -> Plan:
    """The category of abuse is another one from that day; the first stays with the plan (E2.7)."""
    plan = _lock_to_change(plan, version, by, Can.RECORD)
    check_open(plan)
    if latest_category == plan.latest_category:
        raise Refusal("That is the category already. Choose the new one.", "latest_category")
    if plan.latest_category_from and latest_category_from < plan.latest_category_from:
        raise Refusal("The category changed after that day already. Check the date.", "latest_category_from")
    _check_and_change(plan, at, latest_category=latest_category, latest_category_from=latest_category_from)
    return plan


@service
def record_held(
    conference: Conference, *, held_on: date, outcome: str, outcome_code: str = "", version: int, by: User,
    at: datetime,
) -> Conference:  # fmt: skip
    conference = _lock_to_change(conference, version, by, Can.RECORD)
    check_open(conference)
    _check_and_change(conference, at, held_on=held_on, outcome=outcome.strip(), outcome_code=outcome_code)
    clocks.follow_meeting(conference, at)
    return conference


@service
def record_not_held(
    conference: Conference, *, not_held_because: str, version: int, by: User, at: datetime
) -> Conference:
    conference = _lock_to_change(conference, version, by, Can.RECORD)
    check_open(conference)
    if not not_held_because.strip():
        raise Refusal("Say why it was not held.", "not_held_because")
    _check_and_change(conference, at, not_held_because=not_held_because.strip())
    return conference


@service
def end_legal(
    episode: LegalEpisode, *, until_date: date, outcome: str, outcome_code: str = "", version: int, by: User,
    at: datetime,
) -> LegalEpisode:  # fmt: skip
    episode = _lock_to_change(episode, version, by, Can.RECORD)
    check_open(episode)
    if not outcome.strip():
        raise Refusal("Say how it ended.", "outcome")
    _check_and_change(episode, at, until_date=until_date, outcome=outcome.strip(), outcome_code=outcome_code)
    return episode


@service
def plan_reunification(
    episode: LegalEpisode, *, reunification: bool | None, version: int, by: User, at: datetime
) -> LegalEpisode:
    """Whether the plan of a child in care is to return home; None while it is not decided (A2.4)."""
    episode = _lock_to_change(episode, version, by, Can.RECORD)
    check_open(episode)
    _check_and_change(episode, at, reunification=reunification)
    return episode


@service
def record_views(
    row: Approvable, *, childs_views: str, carers_views: str, version: int, by: User, at: datetime
) -> Approvable:
    """What the child and the carers say of an assessment or a plan, until it is approved (A9.15)."""
    row = _lock_to_change(row, version, by, Can.RECORD)
    check_unapproved(row)
    _check_and_change(row, at, childs_views=childs_views.strip(), carers_views=carers_views.strip())
    return row


@service
def approve(
    row: Approvable, *, childs_views: str, carers_views: str, approval: str, version: int, by: User, at: datetime
) -> Approvable:
    """A manager approves an assessment or a plan in writing; not without the views, or why there are none (A9.15)."""
    row = _lock_to_change(row, version, by, Can.READ)
    require_grade(by, row.family, "approve_plan")
    check_approval(row, childs_views=childs_views, carers_views=carers_views, approval=approval)
    _check_and_change(
        row, at, childs_views=childs_views.strip(), carers_views=carers_views.strip(), approval=approval.strip(),
        approved_by=by, approved_at=at,
    )  # fmt: skip
    kind, parts = (
        "plan" if isinstance(row, Plan) else "child_assessment",
        contents.parts_of(row, timezone.localdate(at)),
    )
    freeze(kind, row, title=contents.title_of(row), parts=parts, by=by, at=at)
    return row


@service
def correct(row: Fact, *, version: int, by: User, at: datetime, **values: Any) -> Fact:
    """Correct a fact that was recorded wrongly; the history keeps what was recorded before."""
    row = _lock_to_change(row, version, by, Can.LEAD)
    _check_and_change(row, at, **values)
    return row


@service
def withdraw(
    row: Fact, *, because: str, version: int, by: User, at: datetime, reason: str = InErrorReason.OTHER
) -> Fact:
    """It was recorded in error, or of the wrong child: no view shows it; lead and managers are told."""
    row = _lock_to_change(row, version, by, Can.LEAD)
    told = lead_and_managers(row.family, timezone.localdate(at))
    in_error.record(row, reason=reason, because=because, told=told, by=by, at=at)
    if isinstance(row, Plan):
        clocks.cancel_planning(row, at)
        for conference in row.conferences.all():
            change_version(conference, plan=None)
    change_version(row, withdrawn_because=in_error.said(reason))
    clocks.follow_changed(row, at)
    return row


def _lock_to_change(row: Fact, version: int, by: User, right: Can) -> Fact:
    """The fact at `version`, not withdrawn, for somebody with `right` on its family."""
    row = lock(row, "family", "child", *(["approved_by"] if isinstance(row, Assessment | Plan) else []))
    require(by, row.family, right)
    if row.withdrawn_because:
        raise Conflict("This was recorded in error. Record it again if it is so.")
    check_version(row, version, CHANGED)
    return row


def _check_and_change(row: ChildFact, at: datetime, **values: Any) -> None:
    """Check a copy with the new values, and only then write the row."""
    wanted = copy(row)
    for name, value in values.items():
        setattr(wanted, name, value)
    _check(wanted, timezone.localdate(at))
    check_dates(wanted, timezone.localdate(at), before=row)
    if isinstance(wanted, Conference):
        values["plan"] = wanted.plan
    change_version(row, **values)
    clocks.follow_changed(row, at)
