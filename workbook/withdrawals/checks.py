"""Whether an involvement may be withdrawn: nothing that was recorded in it may be left without a case."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model, Q

from casework.case_summaries.models import CaseSummary
from casework.closures.models import Closure
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.checks import check_not_last_held, check_stands
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.words import say_date
from workbook.coming_of_age.models import ComingOfAge
from workbook.episodes.models import EpisodeMember
from workbook.workbooks.models import Workbook

# By model the day on which it began, and how a page calls it.
FACTS: dict[type[Model], tuple[tuple[str, ...], str]] = {
    Assessment: (("started_on",), "an assessment"),
    Plan: (("from_date",), "a plan"),
    Conference: (("held_on", "planned_for"), "a conference or review"),
    LegalEpisode: (("from_date",), "a court or care episode"),
}


def check_withdrawal(involvement: Involvement, because: str) -> None:
    check_stands(involvement)
    if not because.strip():
        raise Refusal("Say why it is withdrawn.", "because")
    if records := list(records_of(involvement)):
        raise Refusal(
            f"This was recorded in the case of {involvement.child} and would be left without it: {'; '.join(records)}. "
            "Withdraw or correct that first. If the case was right and is over, close it instead."
        )
    if involvement.closed_on is None:
        check_not_last_held(involvement)


def records_of(involvement: Involvement) -> Iterator[str]:
    """In words what hangs on it, with its day: facts of the child in its time, and what was written for it."""
    yield from _facts(involvement)
    if Closure.objects.filter(involvement=involvement).exists():
        yield "the record of closing the case"
    if ComingOfAge.objects.filter(involvement=involvement).exists():
        yield "what becomes of the work at 18"
    summaries = CaseSummary.objects.filter(family=involvement.family_id, child__in=involvement.child.all_ids)
    if summaries.filter(_within("opened_at__date", involvement)).exists():
        yield "a case summary"
    yield from _of_the_workbook(involvement)


def _facts(involvement: Involvement) -> Iterator[str]:
    for model, (days, words) in FACTS.items():
        of_child = {"family": involvement.family_id, "child__in": involvement.child.all_ids, "withdrawn_because": ""}
        for row in model._default_manager.filter(_within_any(days, involvement), **of_child):
            yield f"{words} of {say_date(_first_day(row, days))}"


def _first_day(row: Any, days: tuple[str, ...]) -> date:
    return next(day for day in (getattr(row, name) for name in days) if day)


def _within_any(days: tuple[str, ...], involvement: Involvement) -> Q:
    found = Q()
    for name in days:
        found |= _within(name, involvement)
    return found


def _within(day: str, involvement: Involvement) -> Q:
    until = {f"{day}__lte": involvement.closed_on} if involvement.closed_on else {}
    return Q(**{f"{day}__gte": involvement.opened_on}, **until)


def _of_the_workbook(involvement: Involvement) -> Iterator[str]:
    members = EpisodeMember.objects.filter(
        Q(until_date=None) | Q(until_date__gte=involvement.opened_on),
        _began(involvement), episode__workbook__family=involvement.family_id, person__in=involvement.child.all_ids,
    )  # fmt: skip
    alone = not involvement.referral.involvements.exclude(pk=involvement.pk).exists()
    if alone and Workbook.objects.filter(referral=involvement.referral_id).exists():
        yield "the Workbook that was opened on this referral"
    elif members.exists():
        yield "a place in the family's Workbook"


def _began(involvement: Involvement) -> Q:
    return Q(from_date__lte=involvement.closed_on) if involvement.closed_on else Q()
