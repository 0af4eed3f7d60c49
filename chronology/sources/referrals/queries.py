"""Referrals, the children's involvements and the lead workers in the chronology."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.utils import timezone

from casework.families.models import Family
from casework.referrals.models import Involvement
from chronology.sources.queries import array_of, as_columns, code_label, name_of, sentence


def referrals(family: Family, origin: str) -> QuerySet:
    children = Involvement.objects.filter(referral=OuterRef("pk")).order_by().values("child")
    return as_columns(
        family.referral_set.all(), origin, day=F("received_on"), headline=Value("Referral received"), why=F("reason"),
        about=ArraySubquery(children), target=F("pk"),
    )  # fmt: skip


def involvements_opened(family: Family, origin: str) -> QuerySet:
    return _involvements(family.involvement_set.all(), origin, F("opened_on"), "opened as a child in need")


def involvements_closed(family: Family, origin: str) -> QuerySet:
    closed = family.involvement_set.filter(closed_on__isnull=False)
    why = code_label(Involvement.closed_because.field)
    return _involvements(closed, origin, F("closed_on"), "closed as a child in need", why=why)


def _involvements(rows: QuerySet, origin: str, day: F, what: str, **columns: Any) -> QuerySet:
    headline = sentence(name_of("child__"), f": {what}")
    return as_columns(
        rows, origin, day=day, headline=headline, about=array_of("child"), target=F("referral"), **columns
    )


def leads(family: Family, origin: str) -> QuerySet:
    headline = sentence(F("worker__name"), " became the lead worker")
    leading = family.allocation_set.filter(lead_from__lte=timezone.localdate())
    return as_columns(leading, origin, day=F("lead_from"), headline=headline, why=F("reason"))


def earlier_leads(family: Family, origin: str) -> QuerySet:
    """What a worker led before they led again within the same part."""
    headline = sentence(F("allocation__worker__name"), " became the lead worker")
    return as_columns(
        family.earlierlead_set.all(), origin, day=F("lead_from"), headline=headline, why=F("allocation__reason")
    )
