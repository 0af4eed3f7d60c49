"""The versions of the family's safety plan."""

from django.db.models import QuerySet

from casework.families.models import Family
from casework.safety_plans.models import SafetyPlan
from casework.safety_plans.states import SafetyPlanState


def plans_of(family: Family) -> QuerySet[SafetyPlan]:
    """All versions, the latest first, with their passages and holders."""
    return family.safetyplan_set.select_related("agreed_by").prefetch_related("passages", "holders")


def current_plan(family: Family) -> SafetyPlan | None:
    return family.safetyplan_set.filter(state=SafetyPlanState.CURRENT).select_related("agreed_by").first()
