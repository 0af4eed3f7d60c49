"""Plans, conferences, court and care in the chronology: each fact of a child that was not withdrawn."""

from typing import Any

from django.db.models import F, QuerySet, TextChoices

from casework.families.models import Family
from casework.plans.models import ConferenceKind, LegalEpisode, LegalKind, Plan, PlanKind
from casework.practice.codes import abuse_category
from chronology.sources.queries import array_of, as_columns, choice_label, code_label, name_of, sentence


def plans_begun(family: Family, origin: str) -> QuerySet:
    categories = [(code, f"Category: {abuse_category(code)}") for code, _ in Plan.category.field.choices_on()]
    return _facts(
        family.plan_set.not_withdrawn(),
        origin,
        "from_date",
        PlanKind,
        " began",
        why=choice_label("category", categories),
    )


def plans_ended(family: Family, origin: str) -> QuerySet:
    ended = family.plan_set.not_withdrawn().filter(until_date__isnull=False)
    return _facts(ended, origin, "until_date", PlanKind, " ended", why=F("ended_because"))


def conferences(family: Family, origin: str) -> QuerySet:
    held = family.conference_set.not_withdrawn().filter(held_on__isnull=False)
    return _facts(held, origin, "held_on", ConferenceKind, " held", why=F("outcome"))


def legal_begun(family: Family, origin: str) -> QuerySet:
    status = code_label(LegalEpisode.status.field)
    return _facts(family.legalepisode_set.not_withdrawn(), origin, "from_date", LegalKind, " began", why=status)


def legal_ended(family: Family, origin: str) -> QuerySet:
    ended = family.legalepisode_set.not_withdrawn().filter(until_date__isnull=False)
    return _facts(ended, origin, "until_date", LegalKind, " ended", why=F("outcome"))


def _facts(rows: QuerySet, origin: str, day: str, kinds: type[TextChoices], verb: str, **columns: Any) -> QuerySet:
    """'Mia: child protection plan began', leading to the child's page."""
    labels = choice_label("kind", [(kind.value, f"{kind.label[:1].lower()}{kind.label[1:]}") for kind in kinds])
    headline = sentence(name_of("child__"), ": ", labels, verb)
    return as_columns(
        rows, origin, day=F(day), headline=headline, about=array_of("child"), target=F("child"), **columns
    )
