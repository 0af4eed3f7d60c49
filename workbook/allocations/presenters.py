"""The workers of a family as their page shows them."""

from datetime import date
from typing import Any, NamedTuple, cast

from django.urls import reverse

from casework.access import Can, may_take
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead, leads_on
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.transfers.states import TransferState
from casework.words import say_date
from workbook.allocations import queries


class AllocationRow(NamedTuple):
    """One worker's part with the family, as its page shows it."""

    allocation: Allocation
    leads: str
    ended_because: str
    end_url: str
    take_back_url: str  # of an end that lies ahead


def allocations_page(family: Family, today: date) -> dict[str, Any]:
    may_decide = family.access.can(Can.DECIDE)
    parts = [_part(row, today, may_decide) for row in queries.allocations_with_lead(family, today)]
    asked = family.transfer_set.filter(state=TransferState.ASKED).exists()
    return family_page(
        family,
        "people",
        heading="Workers",
        now=[part for part in parts if _holds(part.allocation, today)],
        to_come=[part for part in parts if part.allocation.from_date > today],
        before=[part for part in parts if part.allocation.until_date and part.allocation.until_date < today],
        may_decide=may_decide,
        transfers=family.transfer_set.select_related("from_team", "to_team"),
        may_transfer=may_take(family.access, "transfer") and not asked,
    )


def _holds(allocation: Allocation, day: date) -> bool:
    return allocation.from_date <= day and (allocation.until_date is None or allocation.until_date >= day)


def _part(allocation: Allocation, today: date, may_decide: bool) -> AllocationRow:
    may_end = may_decide and allocation.until_date is None
    return AllocationRow(
        allocation,
        leads=_say_lead(allocation, today),
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


def say_who_leads(family: Family) -> str:
    lead = family_lead(family)
    since = say_date(cast("date", lead.lead_from)) if lead else ""
    who = f"{lead.worker} leads since {since}." if lead else "Nobody leads yet."
    return f"{who} One social worker leads at a time."


def end_context(allocation: Allocation, today: date) -> dict[str, Any]:
    return {
        "caption": f"{allocation.get_role_display()}, since {say_date(allocation.from_date)}",
        "worker": allocation.worker,
        "leads": leads_on(allocation, today),
    }
