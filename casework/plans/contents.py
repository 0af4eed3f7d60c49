"""A plan or an assessment of a child as it is frozen when a manager approves it (A9.15)."""

from collections.abc import Iterator
from datetime import date

from casework.frozen.contents import Item, Part, day, fact, line, part, passage
from casework.plans.models import Assessment, Conference, Plan
from casework.practice.codes import abuse_category
from casework.words import say_age, say_date


def title_of(row: Assessment | Plan) -> str:
    return f"{row.get_kind_display()} of {row.child}"


def parts_of(row: Assessment | Plan, today: date) -> Iterator[Part]:
    child = row.child
    facts = _of_plan(row) if isinstance(row, Plan) else _of_assessment(row)
    yield part("", [fact("Child", f"{child.full_name}, {say_age(child, today)}", child, "name"), *facts])
    yield part("Views", [
        passage(row, heading="The child’s views", field="childs_views"),
        passage(row, heading="The views of the carers", field="carers_views"),
    ])  # fmt: skip
    yield part("Approval", [passage(row, heading="", field="approval", by=str(row.approved_by))])
    if isinstance(row, Plan):
        meetings = [_meeting(each) for each in row.conferences.filter(withdrawn_because="")]
        yield part("Conferences and reviews", meetings or [line("None is recorded.")])


def _of_plan(plan: Plan) -> Iterator[Item]:
    yield day("From", plan.from_date)
    if plan.until_date:
        yield day("Until", plan.until_date)
        yield passage(plan, heading="Ended because", field="ended_because")
    yield fact("Led by", plan.led_by, plan, "led_by")
    if plan.category:
        yield fact("First category", abuse_category(plan.category), plan, "category")
        yield fact("Category", abuse_category(plan.latest_category), plan, "latest_category")


def _of_assessment(assessment: Assessment) -> Iterator[Item]:
    yield day("Begun", assessment.started_on)
    yield day("Ended", assessment.ended_on)
    yield fact("Led by", assessment.led_by, assessment, "led_by")
    yield fact("Outcome", assessment.get_outcome_display(), assessment, "outcome")
    yield fact("Factors", assessment.get_factors_display(), assessment, "factors")
    if assessment.safety_plan:
        yield passage(assessment, heading="Safety plan", field="safety_plan")


def _meeting(each: Conference) -> Item:
    name = each.get_kind_display()
    if each.held_on:
        return line(f"{name}, held {say_date(each.held_on)}. {each.outcome}".strip(), each, "outcome")
    planned = f"{name}, planned for {say_date(each.planned_for)}" if each.planned_for else name
    return line(f"{planned}{f': not held, {each.not_held_because}' if each.not_held_because else ''}", each, "kind")
