"""Referrals, the children's involvements and the lead workers in the chronology."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Func, OuterRef, QuerySet, TextField, Value, When
from django.utils import timezone

from casework.closures.states import ClosureState
from casework.families.models import Family
from casework.referrals.models import Involvement
from chronology.sources.queries import (
    NOTHING,
    array_of,
    as_columns,
    at_the_end,
    at_the_start,
    code_label,
    one_act,
    sentence,
)


def referrals(family: Family, rank: int) -> QuerySet:
    children = Involvement.objects.filter(referral=OuterRef("pk")).order_by().values("child")
    return as_columns(
        family.referral_set.all(), rank, moment=at_the_start("received_on"), headline=Value("Referral received"),
        why=F("reason"), about=ArraySubquery(children), target=F("pk"),
    )  # fmt: skip


def involvements_opened(family: Family, rank: int) -> QuerySet:
    opened = one_act(family.involvement_set.all(), "referral", "opened_on", of="child")
    return _involvements(opened, rank, at_the_start("opened_on"), "opened")


def involvements_closed(family: Family, rank: int) -> QuerySet:
    closed = family.involvement_set.filter(closed_on__isnull=False)
    closed = one_act(closed, "referral", "closed_on", "closed_because", of="child")
    why = code_label(Involvement.closed_because.field)
    return _involvements(closed, rank, at_the_end("closed_on"), "closed", why=why)


def harm_alleged(family: Family, rank: int) -> QuerySet:
    """An allegation of deliberate harm; where the child was not seen in time, why (A7.15, A7.19)."""
    alleged = family.involvement_set.filter(harm_alleged_at__isnull=False, withdrawn_because="")
    alleged = one_act(alleged, "referral", "harm_alleged_at", "not_seen_because", of="child")
    unseen = Case(
        When(not_seen_because="", then=NOTHING),
        default=sentence("Not seen in time, because: ", F("not_seen_because")),
        output_field=TextField(),
    )
    people = F("people")
    return as_columns(
        alleged, rank, moment=F("harm_alleged_at"), key=F("one"), headline=Value(": deliberate harm was alleged"),
        why=unseen, about=people, who=people, target=F("referral"), timed=Value(True),
    )  # fmt: skip


def cases_reopened(family: Family, rank: int) -> QuerySet:
    """A case that was closed in error: with the name of the child, whose case goes on."""
    reopened = family.closure_set.filter(state=ClosureState.REOPENED)
    child = array_of("involvement__child")
    return as_columns(
        reopened, rank, moment=F("reopened_at"), headline=Value(": closed in error, and reopened"),
        why=F("reopened_because"), about=child, who=child, target=F("involvement__referral"), timed=Value(True),
    )  # fmt: skip


def _involvements(acts: QuerySet, rank: int, moment: Func, verb: str, **columns: Any) -> QuerySet:
    people = F("people")
    several = When(people__len__gt=1, then=Value(f": {verb} as children in need"))
    headline = Case(several, default=Value(f": {verb} as a child in need"))
    return as_columns(
        acts, rank, moment=moment, key=F("one"), headline=headline, about=people, who=people, target=F("referral"),
        **columns,
    )  # fmt: skip


def leads(family: Family, rank: int) -> QuerySet:
    headline = sentence(F("worker__name"), " became the lead worker")
    leading = family.allocation_set.filter(lead_from__lte=timezone.localdate())
    return as_columns(leading, rank, moment=at_the_start("lead_from"), headline=headline, why=F("reason"))


def earlier_leads(family: Family, rank: int) -> QuerySet:
    """What a worker led before they led again within the same part."""
    headline = sentence(F("allocation__worker__name"), " became the lead worker")
    rows = family.earlierlead_set.all()
    return as_columns(rows, rank, moment=at_the_start("lead_from"), headline=headline, why=F("allocation__reason"))
