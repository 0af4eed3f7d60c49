"""What casework's own acts finish."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from casework.access.ways import Page, of_row
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CASE_SUMMARY_STATES, CaseSummaryState
from casework.closures.models import Closure
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.frozen.registry import Kind, SinceLine, register
from casework.plans.models import Assessment, ChildFact, Plan
from casework.safety_plans.models import SafetyPlan
from casework.safety_plans.queries import printing_of
from casework.safety_plans.states import SAFETY_PLAN_STATES, SafetyPlanState
from casework.words import say_date, say_when

APPROVE = ("casework.plans.services.approve",)


def _asked_before_printing(plan: SafetyPlan, today: date) -> str:
    asked = printing_of(plan, today)
    return "" if asked else reverse("safety-plan-ask", args=[plan.family_id, plan.pk])


def _ended(plan: Plan, notes: set[int]) -> Iterable[SinceLine]:
    """A plan that was approved while it went on."""
    if plan.until_date:
        url = reverse("child-plans", args=[plan.family_id, plan.child_id])
        yield SinceLine(plan.until_date, f"It ended on {say_date(plan.until_date)}: {plan.ended_because}", url)


def _of_child(row: CaseSummary | ChildFact) -> tuple[int, ...]:
    return (row.child_id,)


def _reopened(closure: Closure) -> str:
    if closure.state != ClosureState.REOPENED or closure.reopened_at is None:
        return ""
    return f"This case was closed in error, and reopened by {closure.reopened_by}, {say_when(closure.reopened_at)}."


register(
    Kind(
        "closure", Closure, "closing of a case", "agreed", ClosureState.AGREED, Page("closure", of_row), "people",
        ("casework.closures.services.agree",), CLOSURE_STATES, marked=_reopened,
    ),
    Kind(
        "safety_plan", SafetyPlan, "safety plan", "made current", SafetyPlanState.CURRENT, Page("safety-plan"),
        "family", ("casework.safety_plans.services.make_current",), SAFETY_PLAN_STATES,
        asked_first=_asked_before_printing,
    ),
    Kind(
        "case_summary", CaseSummary, "case summary", "completed", CaseSummaryState.COMPLETED,
        Page("case-summary", _of_child), "family", ("casework.case_summaries.services.complete",),
        CASE_SUMMARY_STATES,
    ),
    Kind(
        "plan", Plan, "plan", "approved", "approved_at", Page("child-plans", _of_child), "people", APPROVE,
        since=_ended,
    ),
    Kind(
        "child_assessment", Assessment, "assessment of a child", "approved", "approved_at",
        Page("child-plans", _of_child), "people", APPROVE,
    ),
)  # fmt: skip
