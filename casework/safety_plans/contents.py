"""A version of the safety plan as it is frozen when it is agreed (A9.20)."""

from collections.abc import Iterator
from datetime import date

from casework import practice
from casework.families.contents import people_part
from casework.frozen.contents import Part, fact, moment, part, written
from casework.safety_plans.models import SafetyPlan

# The part that is printed for the family.
PLAN = "plan"


def title_of(plan: SafetyPlan) -> str:
    return f"Safety plan, version {plan.number}"


def parts_of(plan: SafetyPlan, today: date) -> Iterator[Part]:
    agreed = fact("Agreed with", plan.agreed_with, plan, "agreed_with")
    yield part("", [agreed, moment("Current from", plan.current_from)])
    yield part("The plan", written(plan.passages.all(), practice.current().safety_plan_sections, {}), of=PLAN)
    yield people_part(plan.family, today)
