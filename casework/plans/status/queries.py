"""The plans, court and care that hold now for the children of a family, and their next conferences, as rows."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import DateField, Q, TextField
from django.db.models.functions import Cast, Coalesce

from casework.families.models import Family
from casework.plans.models import Conference, LegalEpisode, LegalKind, Plan, PlanKind
from casework.prepared import STAND_IN, Parameter, Prepared
from casework.trail.reading import asked_once


def next_conferences(family: Family, today: date) -> dict[int, Conference]:
    """By the child's `one_id` the next conference or review to come."""
    coming = family.conference_set.filter(withdrawn_because="", held_on=None, not_held_because="")
    coming = coming.filter(planned_for__gte=today).select_related("child").order_by("-planned_for")
    return {one.child.one_id: one for one in coming}


# The gravest first.
GRAVEST_FIRST: list[str] = [
    LegalKind.CARE, LegalKind.CARE_PROCEEDINGS, LegalKind.PRE_PROCEEDINGS, PlanKind.CHILD_PROTECTION,
    PlanKind.CHILD_WE_CARE_FOR, PlanKind.CHILD_IN_NEED, PlanKind.EARLY_HELP, LegalKind.PRIVATE_LAW,
]  # fmt: skip


class CurrentFact(NamedTuple):
    """A fact that holds now: `child_id` is the child's `one_id`, `detail` a code of its kind's list."""

    kind: str
    child_id: int
    detail: str
    begun: date


def current_facts(family: Family, today: date) -> list[CurrentFact]:
    """The plans, court and care that hold on `today` and were not withdrawn, the gravest first: in one query.

    One that ended today does not: whatever followed from it began today.
    """
    found = asked_once(("current facts", family.pk, today), lambda: _facts_query().rows(family=family.pk, today=today))
    facts = [CurrentFact(*row) for row in found]
    return sorted(facts, key=lambda fact: (GRAVEST_FIRST.index(fact.kind), fact.begun, fact.child_id))


class Case(NamedTuple):
    """A child's part in a referral: `child` is the child's `one_id`."""

    child: int
    opened_on: date
    closed_on: date | None


def cases_of(family: Family) -> list[Case]:
    """The parts of the family's children in its referrals; asked once for a page that is only read."""
    one_id = Coalesce("child__merged_into_id", "child_id")
    rows = family.involvement_set.values_list(one_id, "opened_on", "closed_on")
    return asked_once(("cases", family.pk), lambda: [Case(*row) for row in rows])


class FactOfFamily(NamedTuple):
    """As `CurrentFact`, with the id of its family."""

    family: int
    child_id: int
    kind: str
    detail: str


def facts_of_many(families: Collection[int], today: date) -> list[FactOfFamily]:
    """The plans, court and care that hold on `today` in these families (ids), in one query: for lists of families."""
    holds = Q(until_date=None) | Q(until_date__gt=today)
    one_id = Coalesce("child__merged_into_id", "child_id")
    plans, legal = (
        rows.not_withdrawn()
        .filter(holds, from_date__lte=today, family__in=families)
        .order_by()
        .values_list("family", one_id, Cast("kind", TextField()), Cast(detail, TextField()))
        for rows, detail in ((Plan.objects, "latest_category"), (LegalEpisode.objects, "status"))
    )
    return [FactOfFamily(*row) for row in plans.union(legal, all=True)]


@cache
def _facts_query() -> Prepared:
    family, today = Family(pk=STAND_IN), Parameter("today", output_field=DateField())
    plans, legal = (
        rows.not_withdrawn()
        .order_by()
        .filter(Q(until_date=None) | Q(until_date__gt=today), from_date__lte=today)
        .annotate(one_id=Coalesce("child__merged_into_id", "child_id"), detail=Cast(detail, TextField()))
        .values_list(Cast("kind", TextField()), "one_id", "detail", "from_date")
        for rows, detail in ((family.plan_set, "latest_category"), (family.legalepisode_set, "status"))
    )
    return Prepared(plans.union(legal, all=True), *CurrentFact._fields, stand_ins={STAND_IN: "family"})
