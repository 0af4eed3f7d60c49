"""The workers of a family as their page shows them."""

from typing import NamedTuple

from django.urls import reverse

from casework.access import Can, may_take
from casework.family_page.presenters import family_page
from casework.transfers.states import TransferState
from casework.words import say_date


class AllocationRow(NamedTuple):
    """One worker's part with the family, as its page tells it."""

    allocation: object
    leads: str
    ended_because: str
    end_url: str


def allocations_page(family, today):
    may_decide = family.access.can(Can.DECIDE)
    rows = family.allocation_set.with_lead(today).select_related("worker", "handed_to")
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
        transfers=family.transfer_set.select_related("from_team", "to_team"),
        may_transfer=may_take(family.access, "transfer") and not asked,
    )


def _holds(allocation, day):
    return allocation.from_date <= day and (allocation.until_date is None or allocation.until_date >= day)


def _part(allocation, today, may_decide):
    may_end = may_decide and allocation.until_date is None
    return AllocationRow(
        allocation,
        leads=_say_lead(allocation, today),
        ended_because=allocation.get_ended_because_display(),
        end_url=reverse("allocation-end", args=[allocation.family_id, allocation.pk]) if may_end else "",
    )


def _say_lead(allocation, today):
    """'Leads until Fri 6 Nov 2026', 'Leads from …', 'Led from … until …', or nothing."""
    since, until = allocation.lead_from, allocation.lead_until
    if since is None:
        return ""
    if since > today:
        return f"Leads from {say_date(since)}"
    if until is None:
        return "Leads"
    return f"Leads until {say_date(until)}" if until >= today else f"Led from {say_date(since)} until {say_date(until)}"


def end_message(family, allocation):
    row = family.allocation_set.select_related("worker", "handed_to").get(pk=allocation.pk)
    after = f" {row.handed_to} goes on from the next day." if row.handed_to else ""
    return f"{row.worker}'s part ends on {say_date(row.until_date)}.{after}"
