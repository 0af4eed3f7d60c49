"""Recording the dated facts of a child, ending them, having them approved, putting them right (C17, A9.15)."""

from copy import copy
from uuid import uuid5

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.plans import clocks
from casework.plans.checks import CHECKS
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.plans.queries import plan_concerned
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock

CHANGED = "Somebody changed this since you opened the page. What you typed is still here: compare, and save again."
ALREADY_ENDED = (
    "This is ended or held already. Open the child's page again; the lead worker or a manager can put it right."
)


@service
def begin_assessments(family, children, *, by, at, form_key=None, **values):
    """One for each of `children`; `values` are the columns of Assessment. Sent twice, the same rows."""
    return _record(Assessment, family, children, by, at, form_key, values)


@service
def begin_plans(family, children, *, by, at, form_key=None, **values):
    """One for each of `children`; the category at the start is at first also the latest."""
    values["latest_category"] = values.get("category", "")
    return _record(Plan, family, children, by, at, form_key, values)


@service
def add_conferences(family, children, *, by, at, form_key=None, **values):
    """Planned, or held already; one for each of `children`."""
    return _record(Conference, family, children, by, at, form_key, values)


@service
def begin_legal(family, children, *, by, at, form_key=None, **values):
    """Proceedings, or an episode in care, of each of `children`."""
    return _record(LegalEpisode, family, children, by, at, form_key, values)


def _record(model, family, children, by, at, form_key, values):
    require(by, family, Can.RECORD)
    lock(family)
    if not children:
        raise Refusal("Tick at least one child.", "children")
    of_family = set(family.familymember_set.filter(person__is_child=True).values_list("person_id", flat=True))
    if not of_family.issuperset(child.pk for child in children):
        raise Refusal("Choose children of this family.", "children")
    return [_record_one(model, family, child, at, form_key, values) for child in children]


def _record_one(model, family, child, at, form_key, values):
    key = uuid5(form_key, str(child.pk)) if form_key else None
    if key and (row := model.objects.filter(family=family, form_key=key).first()):
        return row
    row = model(family=family, child=child, form_key=key, **values)
    _check(row, timezone.localdate(at))
    row.save()
    clocks.follow_recorded(row, at)
    return row


def _check(row, today):
    if isinstance(row, Conference):
        row.plan = plan_concerned(row)
    CHECKS[type(row)](row, today)


@service
def end_assessment(assessment, *, ended_on, outcome, factors=(), version, by, at):
    """With its outcome; a child and family assessment with the factors identified, or 'none' alone."""
    assessment = _locked(assessment, version, by, Can.RECORD)
    _require_open(assessment.ended_on)
    _check_and_change(assessment, at, ended_on=ended_on, outcome=outcome, factors=sorted(factors))
    clocks.meet_assessment(assessment, at)
    return assessment


@service
def end_plan(plan, *, until_date, ended_because, version, by, at):
    plan = _locked(plan, version, by, Can.RECORD)
    _require_open(plan.until_date)
    if not ended_because.strip():
        raise Refusal("Say why the plan ended.", "ended_because")
    _check_and_change(plan, at, until_date=until_date, ended_because=ended_because.strip())
    clocks.cancel_planning(plan, at)
    return plan


@service
def change_category(plan, *, latest_category, latest_category_from, version, by, at):
    """The category of abuse is another one from that day; the first stays with the plan (E2.7)."""
    plan = _locked(plan, version, by, Can.RECORD)
    _require_open(plan.until_date)
    if latest_category == plan.latest_category:
        raise Refusal("That is the category already. Choose the new one.", "latest_category")
    if plan.latest_category_from and latest_category_from < plan.latest_category_from:
        raise Refusal("The category changed after that day already. Check the date.", "latest_category_from")
    _check_and_change(plan, at, latest_category=latest_category, latest_category_from=latest_category_from)
    return plan


@service
def record_held(conference, *, held_on, outcome, outcome_code="", version, by, at):
    conference = _locked(conference, version, by, Can.RECORD)
    _require_open(conference.held_on or conference.not_held_because)
    _check_and_change(conference, at, held_on=held_on, outcome=outcome.strip(), outcome_code=outcome_code)
    clocks.follow_meeting(conference, at)
    return conference


@service
def record_not_held(conference, *, not_held_because, version, by, at):
    conference = _locked(conference, version, by, Can.RECORD)
    _require_open(conference.held_on or conference.not_held_because)
    if not not_held_because.strip():
        raise Refusal("Say why it was not held.", "not_held_because")
    _check_and_change(conference, at, not_held_because=not_held_because.strip())
    return conference


@service
def end_legal(episode, *, until_date, outcome, outcome_code="", version, by, at):
    episode = _locked(episode, version, by, Can.RECORD)
    _require_open(episode.until_date)
    if not outcome.strip():
        raise Refusal("Say how it ended.", "outcome")
    _check_and_change(episode, at, until_date=until_date, outcome=outcome.strip(), outcome_code=outcome_code)
    return episode


@service
def plan_reunification(episode, *, reunification, version, by, at):
    """Whether the plan of a child in care is to return home; None while it is not decided (A2.4)."""
    episode = _locked(episode, version, by, Can.RECORD)
    _require_open(episode.until_date)
    _check_and_change(episode, at, reunification=reunification)
    return episode


def _require_open(settled):
    if settled:
        raise Conflict(ALREADY_ENDED)


@service
def record_views(row, *, childs_views, carers_views, version, by, at):
    """What the child and the carers say of an assessment or a plan, until it is approved (A9.15)."""
    row = _locked(row, version, by, Can.RECORD)
    _require_unapproved(row)
    _check_and_change(row, at, childs_views=childs_views.strip(), carers_views=carers_views.strip())
    return row


@service
def approve(row, *, childs_views, carers_views, approval, version, by, at):
    """A manager approves an assessment or a plan in writing; not without the views, or why there are none (A9.15)."""
    row = _locked(row, version, by, Can.READ)
    require_grade(by, row.family, "approve_plan")
    _require_unapproved(row)
    if isinstance(row, Assessment) and not row.ended_on:
        raise Refusal("This assessment goes on. Approve it when it has ended.")
    if not childs_views.strip():
        raise Refusal("Record what the child says, or why that was not obtained.", "childs_views")
    if not carers_views.strip():
        raise Refusal("Record what the carers say, or why that was not obtained.", "carers_views")
    if not approval.strip():
        raise Refusal("Write what you approve, and why.", "approval")
    _check_and_change(
        row, at, childs_views=childs_views.strip(), carers_views=carers_views.strip(), approval=approval.strip(),
        approved_by=by, approved_at=at,
    )  # fmt: skip
    return row


def _require_unapproved(row):
    if row.approved_at:
        raise Conflict(f"{row.approved_by} has approved this already.")


@service
def correct(row, *, version, by, at, **values):
    """Correct a fact that was recorded wrongly; what stood before stays in the history."""
    row = _locked(row, version, by, Can.LEAD)
    _check_and_change(row, at, **values)
    return row


@service
def withdraw(row, *, because, version, by, at):
    """It was recorded by mistake, or of the wrong child: gone from every view, kept in the history."""
    row = _locked(row, version, by, Can.LEAD)
    if not because.strip():
        raise Refusal("Say why it is withdrawn.", "because")
    if isinstance(row, Plan):
        clocks.cancel_planning(row, at)
        for conference in row.conferences.all():
            change(conference, plan=None, version=conference.version + 1)
    change(row, withdrawn_because=because.strip(), version=row.version + 1)
    return row


def _locked(row, version, by, right):
    row = (
        type(row)
        .objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "child", *(["approved_by"] if hasattr(row, "approved_by_id") else []))
        .get(pk=row.pk)
    )
    require(by, row.family, right)
    if row.withdrawn_because:
        raise Conflict("This was withdrawn: it had been recorded by mistake. Record it again if it is so.")
    if row.version != version:
        raise Conflict(CHANGED)
    return row


def _check_and_change(row, at, **values):
    """Check the row as it would stand, and only then write it."""
    wanted = copy(row)
    for name, value in values.items():
        setattr(wanted, name, value)
    _check(wanted, timezone.localdate(at))
    if isinstance(row, Conference):
        values["plan"] = wanted.plan
    change(row, **values, version=row.version + 1)
