"""Plans, conferences, court and care in the chronology: each act that was not withdrawn, with its children."""

from typing import Any

from django.db.models import F, Func, Min, QuerySet, TextChoices

from casework.families.models import Family
from casework.plans.models import ConferenceKind, LegalEpisode, LegalKind, Plan, PlanKind
from casework.practice.codes import abuse_category
from chronology.sources.queries import as_columns, at_the_end, at_the_start, choice_label, code_label, one_act


def plans_begun(family: Family, rank: int) -> QuerySet:
    categories = [(code, f"Category: {abuse_category(code)}") for code, _ in Plan.category.field.choices_on()]
    begun = one_act(family.plan_set.not_withdrawn(), "from_date", "kind", "category", of="child")
    why = choice_label("category", categories)
    return _facts(begun, rank, at_the_start("from_date"), PlanKind, " began", why=why)


def plans_ended(family: Family, rank: int) -> QuerySet:
    ended = family.plan_set.not_withdrawn().filter(until_date__isnull=False)
    acts = one_act(ended, "until_date", "kind", "ended_because", of="child")
    return _facts(acts, rank, at_the_end("until_date"), PlanKind, " ended", why=F("ended_because"))


def conferences(family: Family, rank: int) -> QuerySet:
    held = family.conference_set.not_withdrawn().filter(held_on__isnull=False)
    acts = one_act(held, "held_on", "kind", "outcome", of="child")
    return _facts(acts, rank, at_the_start("held_on"), ConferenceKind, " held", why=F("outcome"))


def legal_begun(family: Family, rank: int) -> QuerySet:
    begun = one_act(family.legalepisode_set.not_withdrawn(), "from_date", "kind", "status", of="child")
    status = code_label(LegalEpisode.status.field)
    return _facts(begun, rank, at_the_start("from_date"), LegalKind, " began", why=status)


def legal_ended(family: Family, rank: int) -> QuerySet:
    ended = family.legalepisode_set.not_withdrawn().filter(until_date__isnull=False)
    acts = one_act(ended, "until_date", "kind", "outcome", of="child")
    return _facts(acts, rank, at_the_end("until_date"), LegalKind, " ended", why=F("outcome"))


def _facts(acts: QuerySet, rank: int, moment: Func, kinds: type[TextChoices], verb: str, **columns: Any) -> QuerySet:
    """'Mia: child protection plan began', 'Five children: …', leading to a child's page."""
    labels = choice_label("kind", [(kind.value, f": {kind.label[:1].lower()}{kind.label[1:]}{verb}") for kind in kinds])
    people = F("people")
    return as_columns(
        acts, rank, moment=moment, key=F("one"), headline=labels, about=people, who=people, target=Min("child"),
        **columns,
    )  # fmt: skip
