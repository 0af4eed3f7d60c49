"""The early-help clocks that hang on assessments and plans (A9.5); off wherever the practice file has them off."""

from django.urls import reverse

from casework.allocations.reading import family_lead
from casework.duedates import services as duedates
from casework.duedates.clock import moment_of
from casework.plans.models import Conference, ConferenceKind, Plan, PlanKind


def assessment_ended(assessment, at):
    """Meets the clock that ran since the allocation."""
    for allocation in assessment.family.allocation_set.all():
        duedates.meet("early_help_assessment", allocation, at=at)


def recorded(row, at):
    """A plan that begins starts its clock; a meeting recorded as held meets it."""
    if isinstance(row, Plan) and row.kind == PlanKind.EARLY_HELP and not row.until_date:
        _start(row, row.from_date)
    if isinstance(row, Conference):
        met(row, at)


def plan_ended(plan, at):
    duedates.cancel("early_help_planning", plan, at=at)


def met(conference, at):
    """A planning meeting that was held meets the clock of its plan, which runs again from that day."""
    if conference.kind != ConferenceKind.EARLY_HELP or not (conference.held_on and conference.plan):
        return
    duedates.meet("early_help_planning", conference.plan, at=at)
    if not conference.plan.until_date:
        _start(conference.plan, conference.held_on)


def _start(plan, day):
    lead = family_lead(plan.family)
    duedates.start(
        "early_help_planning",
        plan,
        family=plan.family,
        child=plan.child,
        at=moment_of(day),
        owner=lead.worker if lead else None,
        team=plan.family.team_now(),
        url=reverse("child-plans", args=[plan.family_id, plan.child_id]),
        about=str(plan.child),
    )
