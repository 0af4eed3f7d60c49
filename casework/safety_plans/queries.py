"""The versions of the family's safety plan."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from casework.families.models import Family
from casework.people.models import Person
from casework.safety_plans.models import SafetyPlan, SafetyPlanPrinting
from casework.safety_plans.states import SafetyPlanState


def plans_of(family: Family) -> QuerySet[SafetyPlan]:
    """All versions, the latest first, with their passages."""
    return family.safetyplan_set.select_related("agreed_by").prefetch_related("passages")


def current_plan(family: Family) -> SafetyPlan | None:
    return family.safetyplan_set.filter(state=SafetyPlanState.CURRENT).select_related("agreed_by").first()


def printing_of(plan: SafetyPlan, today: date) -> SafetyPlanPrinting | None:
    """What was asked before printing this version today; None where it is to be asked first."""
    found = plan.printings.select_related("by").first()
    return found if found and timezone.localdate(found.at) == today else None


def must_not_have(plan: SafetyPlan) -> list[Person]:
    """Who of the family must not have this version, as was said when it was last printed."""
    last = plan.printings.first()
    return list(Person.objects.filter(pk__in=last.not_for)) if last else []
