"""Due dates of an allocation and of the lead worker: first visit, early help assessment, and who owns them."""

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from casework import practice
from casework.access import Can, access_of
from casework.allocations.leads.clocks import follow_named_lead
from casework.allocations.models import Allocation
from casework.allocations.queries import AUTHOR_TIMESCALES, LEAD_TIMESCALES, family_lead
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import TOOK_PLACE
from casework.practice import calendar
from casework.trail.acting import in_service


@in_service
def follow_lead(family: Family, *, at: datetime) -> None:
    """The clocks of the lead worker go to whoever leads today, or to the team while nobody does."""
    lead = family_lead(family, timezone.localdate(at))
    dues = family.due_dates.running().filter(timescale__in=LEAD_TIMESCALES)
    if lead:
        duedates.hand_over(dues.exclude(owner=lead.worker), to=lead.worker, at=at)
    else:
        duedates.hand_over(dues.exclude(owner=None), to=None, at=at)
    follow_named_lead(family, at=at)


@in_service
def cancel_unwritable(family: Family, *, at: datetime) -> None:
    """Nobody owes what they may not write any more, allocated or not (A9.7)."""
    dues = family.due_dates.running().filter(timescale__in=AUTHOR_TIMESCALES).select_related("owner")
    for owner in {due.owner for due in dues if due.owner}:
        if not access_of(owner, family, today=timezone.localdate(at)).can(Can.RECORD):
            dues.filter(owner=owner).update(cancelled_at=at)


@in_service
def start_assessment(allocation: Allocation) -> None:
    """Early help alone: the practice file has this clock switched off where the team does none (A9.5, A9.6)."""
    if allocation.assessment_due_on:
        duedates.start(
            "early_help_assessment",
            allocation,
            family=allocation.family,
            at=calendar.start_of_day(allocation.from_date),
            owner=allocation.worker,
        )


@in_service
def start_first_visit(allocation: Allocation, *, at: datetime) -> None:
    """5 working days from the allocation (A7.9). None where those days are over already."""
    begun = at if allocation.from_date == timezone.localdate(at) else _beginning(allocation)
    if calendar.after(begun, practice.current().timescales.first_visit) <= at:
        return
    duedates.start(
        "first_visit",
        allocation,
        family=allocation.family,
        at=begun,
        owner=allocation.worker,
    )


@in_service
def cancel_first_visit(allocation: Allocation, *, at: datetime) -> None:
    """The worker's part has ended, so no first visit is due from them any more."""
    duedates.cancel("first_visit", allocation, at=at)


def _first_visit(allocation: Allocation, begun: datetime) -> datetime | None:
    visits = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    notes = allocation.family.casenote_set.filter(author=allocation.worker_id, kind__in=visits, state__in=TOOK_PLACE)
    return notes.filter(took_place_at__gte=begun).aggregate(first=Min("took_place_at"))["first"]


def _beginning(allocation: Allocation) -> datetime:
    return calendar.start_of_day(allocation.from_date)


@in_service
def follow_visit(note: CaseNote, *, was: datetime | None = None) -> None:
    """Bring the clock of its author's first visit to what `note` now says: it was recorded, changed or withdrawn.

    `was` is the time that was recorded before. A clock that it met, and meets no more, runs again, unless the part of
    its author is over: nobody owes that visit any more.
    """
    today = timezone.localdate()
    for allocation in note.family.allocation_set.filter(worker=note.author).select_related("family"):
        first = _first_visit(allocation, _beginning(allocation))
        if first or allocation.until_date is None or allocation.until_date >= today:
            duedates.set_met("first_visit", allocation, first, was, owner=note.author)
