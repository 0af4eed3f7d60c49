"""The facts of a child that are recorded and not withdrawn."""

from typing import TypeVar, cast

from django.db.models import Q, QuerySet

from casework.families.models import Family
from casework.plans.models import AnyFact, Assessment, ChildFact, Conference, ConferenceKind, Plan
from casework.plans.models import PlanKind as Kind

Fact = TypeVar("Fact", bound=ChildFact)
# A conference of this kind is about the plan of that kind which the child has on the day.
PLAN_KIND_OF_CONFERENCE: dict[str, Kind] = {
    ConferenceKind.REVIEW: Kind.CHILD_PROTECTION,
    ConferenceKind.CORE_GROUP: Kind.CHILD_PROTECTION,
    ConferenceKind.CHILD_IN_NEED: Kind.CHILD_IN_NEED,
    ConferenceKind.CARE: Kind.CHILD_WE_CARE_FOR,
    ConferenceKind.EARLY_HELP: Kind.EARLY_HELP,
}


def plan_concerned(conference: Conference) -> Plan | None:
    """The plan that a review or a core group is about: one that began before the day of it, or None."""
    kind = PLAN_KIND_OF_CONFERENCE.get(conference.kind)
    day = conference.held_on or conference.planned_for
    if kind is None or day is None:
        return None
    plans = Plan.objects.not_withdrawn().filter(family=conference.family_id, child=conference.child_id, kind=kind)
    return plans.filter(Q(until_date=None) | Q(until_date__gte=day), from_date__lt=day).first()


def facts_of(family: Family, model: type[Fact]) -> QuerySet[Fact]:
    """Those not withdrawn, with what a row of a page says of each."""
    approver = ["approved_by"] if model in (Assessment, Plan) else []
    facts = model.objects.not_withdrawn().filter(family=family).select_related("family", "child", *approver)
    return cast("QuerySet[Fact]", facts)


def is_open(fact: AnyFact) -> bool:
    """Whether it has not ended; of a conference, whether it was neither held nor called off."""
    if isinstance(fact, Assessment):
        return fact.ended_on is None
    if isinstance(fact, Conference):
        return not (fact.held_on or fact.not_held_because)
    return fact.until_date is None
