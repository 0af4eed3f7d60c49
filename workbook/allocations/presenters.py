"""The workers of a family as their page shows them."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, cast

from django.urls import reverse

from casework.access import Can, may_take
from casework.allocations.leads.queries import (
    lead_needed,
    overseer_missing,
    plan_without_its_lead,
    possible_co_workers,
    rule_for,
)
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead, leads_on
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.naming.presenters import with_colleagues_apart
from casework.transfers.states import TransferState
from casework.words import say_date
from workbook.allocations import queries

# Whom a part names.
WHO = ("worker", "overseer", "handed_to", "agreement_recorded_by")


class AllocationRow(NamedTuple):
    """One worker's part with the family, as its page shows it; `terms` are sentences about the lead."""

    allocation: Allocation
    leads: str
    terms: list[str]
    ended_because: str
    end_url: str
    take_back_url: str  # of an end that lies ahead


def allocations_page(family: Family, today: date) -> dict[str, Any]:
    may_decide = family.access.can(Can.DECIDE)
    rows = with_colleagues_apart(queries.allocations_with_lead(family, today), today, *WHO)
    parts = [_part(row, today, may_decide) for row in rows]
    asked = family.transfer_set.filter(state=TransferState.ASKED).exists()
    return family_page(
        family,
        "people",
        heading="Workers",
        now=[part for part in parts if _holds(part.allocation, today)],
        to_come=[part for part in parts if part.allocation.from_date > today],
        before=[part for part in parts if part.allocation.until_date and part.allocation.until_date < today],
        may_decide=may_decide,
        lead_missing=plan_without_its_lead(family, today),
        overseer_missing=overseer_missing(family, today),
        support_url=_support_url(family, today) if may_decide else "",
        transfers=family.transfer_set.select_related("from_team", "to_team"),
        may_transfer=may_take(family.access, "transfer") and not asked,
    )


def _support_url(family: Family, today: date) -> str:
    """'' where the practice has neither an overseer nor a co-worker of this family's lead."""
    has_some = rule_for(family, today).overseer or possible_co_workers(family, today).exists()
    return reverse("lead-support", args=[family.pk]) if has_some and family_lead(family, today) else ""


def _holds(allocation: Allocation, day: date) -> bool:
    return allocation.from_date <= day and (allocation.until_date is None or allocation.until_date >= day)


def _part(allocation: Allocation, today: date, may_decide: bool) -> AllocationRow:
    may_end = may_decide and allocation.until_date is None
    return AllocationRow(
        allocation,
        leads=_say_lead(allocation, today) or _say_co_worker(allocation, today),
        terms=list(_say_terms(allocation, today)),
        ended_because=allocation.get_ended_because_display(),
        end_url=reverse("allocation-end", args=[allocation.family_id, allocation.pk]) if may_end else "",
        take_back_url=_take_back_url(allocation) if may_decide and may_take_back(allocation, today) else "",
    )


def may_take_back(allocation: Allocation, today: date) -> bool:
    """Whether the part has an end that has not passed."""
    return allocation.until_date is not None and allocation.until_date >= today


def _take_back_url(allocation: Allocation) -> str:
    return reverse("allocation-end-take-back", args=[allocation.family_id, allocation.pk])


def _say_lead(allocation: Allocation, today: date) -> str:
    """'Leads until Fri 6 Nov 2026', 'Leads from …', 'Led from … until …', or nothing."""
    since, until = allocation.lead_from, allocation.lead_until
    if since is None:
        return ""
    if since > today:
        return f"Leads from {say_date(since)}"
    if until is None:
        return "Leads"
    return f"Leads until {say_date(until)}" if until >= today else f"Led from {say_date(since)} until {say_date(until)}"


def _say_co_worker(allocation: Allocation, today: date) -> str:
    """'Co-worker', 'Co-worker from …', 'Co-worker until …', or nothing."""
    since, until = allocation.co_works_from, allocation.co_works_until
    if since is None:
        return ""
    if since > today:
        return f"Co-worker from {say_date(since)}"
    return "Co-worker" if until is None else f"Co-worker until {say_date(until)}"


def _say_terms(allocation: Allocation, today: date) -> Iterator[str]:
    """Of the lead, and of whoever led: earlier days, the agreement, and who oversees or oversaw the work."""
    for earlier in allocation.earlier_leads.all():
        yield f"Led from {say_date(earlier.lead_from)} until {say_date(earlier.lead_until)} too."
    if allocation.agreed_on:
        yield (
            f"Agreed on {say_date(allocation.agreed_on)} to lead, as recorded by {allocation.agreement_recorded_by}."
        )
    since, until = allocation.overseen_from, allocation.overseen_until
    if since is None:
        return
    over = until is not None and until < today
    yield (
        f"{allocation.overseer} {'oversaw' if over else 'oversees'} the work from {say_date(since)}"
        f"{f' until {say_date(until)}' if until else ''}."
    )


def end_message(ended: Allocation) -> str:
    """Of an allocation that was ended just now."""
    after = f" {ended.handed_to} goes on from the next day." if ended.handed_to else ""
    last_day = cast("date", ended.until_date)
    return f"{ended.worker}'s part ends on {say_date(last_day)}.{after}"


def adding_context(family: Family) -> dict[str, Any]:
    """Beside the form: on whose referral, and who leads now."""
    referral = family.referral_set.first()
    return {
        "lead": family_lead(family),
        "referral": referral,
        "referred_by": referral.get_source_display() if referral else "",
    }


def say_who_leads(family: Family, today: date) -> str:
    lead = family_lead(family)
    since = say_date(cast("date", lead.lead_from)) if lead else ""
    who = f"{lead.worker} leads since {since}." if lead else "Nobody leads yet."
    return f"{who} One worker leads at a time. {lead_needed(family, today)}"


def end_context(allocation: Allocation, today: date) -> dict[str, Any]:
    return {
        "caption": f"{allocation.get_role_display()}, since {say_date(allocation.from_date)}",
        "worker": allocation.worker,
        "leads": leads_on(allocation, today),
    }
