"""Due dates that depend on a child's facts: those of early help (A9.5), and naming who leads (A11.1)."""

from datetime import date, datetime

from casework.allocations.leads.clocks import follow_plans
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.plans.models import Assessment, ChildFact, Conference, ConferenceKind, Plan, PlanKind
from casework.practice.calendar import start_of_day
from casework.trail.acting import in_service


@in_service
def meet_assessment(assessment: Assessment, at: datetime) -> None:
    """Meets the clock that ran since the allocation."""
    for allocation in assessment.family.allocation_set.all():
        duedates.meet("early_help_assessment", allocation, at=at)


@in_service
def follow_recorded(row: ChildFact, at: datetime) -> None:
    """A plan that begins starts its clock; a meeting recorded as held meets it. Each may need another lead."""
    if isinstance(row, Plan) and row.kind == PlanKind.EARLY_HELP and not row.until_date:
        _start_planning(row, row.from_date)
    if isinstance(row, Conference):
        follow_meeting(row, at)
    else:
        follow_plans(row.family, at=at)


@in_service
def follow_changed(row: ChildFact, at: datetime) -> None:
    """It ended, was corrected or withdrawn: another lead may be needed, or none any more."""
    follow_plans(row.family, at=at)


@in_service
def cancel_planning(plan: Plan, at: datetime) -> None:
    """The plan has ended or was withdrawn."""
    duedates.cancel("early_help_planning", plan, at=at)


@in_service
def follow_meeting(conference: Conference, at: datetime) -> None:
    """A planning meeting that was held meets the clock of its plan, which runs again from that day."""
    if conference.kind != ConferenceKind.EARLY_HELP or not (conference.held_on and conference.plan):
        return
    duedates.meet("early_help_planning", conference.plan, at=at)
    if not conference.plan.until_date:
        _start_planning(conference.plan, conference.held_on)


def _start_planning(plan: Plan, day: date) -> None:
    lead = family_lead(plan.family)
    duedates.start(
        "early_help_planning",
        plan,
        family=plan.family,
        child=plan.child,
        at=start_of_day(day),
        owner=lead.worker if lead else None,
    )
