"""Due dates of an allocation and of the lead worker: first visit, early help assessment, and who owns them."""

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, access_of
from casework.allocations.queries import AUTHOR_TIMESCALES, LEAD_TIMESCALES, family_lead
from casework.duedates import services as duedates
from casework.notes.states import TOOK_PLACE
from casework.practice import calendar


def follow_lead(family, *, at):
    """The clocks of the lead worker go to whoever leads today, or to the team while nobody does."""
    lead = family_lead(family, timezone.localdate(at))
    dues = family.due_dates.running().filter(timescale__in=LEAD_TIMESCALES)
    if lead:
        duedates.hand_over(dues.exclude(owner=lead.worker), to=lead.worker, at=at)
    else:
        duedates.hand_over(dues.exclude(owner=None), team=family.team_now(), at=at)


def cancel_unwritable(family, *, at):
    """Nobody owes what they may not write any more: whoever the family has left behind, allocated or not (A9.7)."""
    dues = family.due_dates.running().filter(timescale__in=AUTHOR_TIMESCALES).select_related("owner")
    for owner in {due.owner for due in dues if due.owner}:
        if not access_of(owner, family, today=timezone.localdate(at)).can(Can.RECORD):
            dues.filter(owner=owner).update(cancelled_at=at)


def start_assessment(allocation):
    """Early help alone: the practice file has this clock switched off where the team does none (A9.5, A9.6)."""
    if allocation.assessment_due_on:
        duedates.start(
            "early_help_assessment",
            allocation,
            family=allocation.family,
            at=calendar.start_of_day(allocation.from_date),
            owner=allocation.worker,
            url=reverse("allocations", args=[allocation.family_id]),
        )


def start_first_visit(allocation, *, at):
    """5 working days from the allocation (A7.9). None for one that is only brought in: its days are long over."""
    begun = at if allocation.from_date == timezone.localdate(at) else _beginning(allocation)
    if calendar.after(begun, practice.current().timescales.first_visit) <= at:
        return
    duedates.start(
        "first_visit",
        allocation,
        family=allocation.family,
        at=begun,
        owner=allocation.worker,
        url=reverse("note-plan", args=[allocation.family_id]),
    )


def cancel_first_visit(allocation, *, at):
    """The worker's part has ended, so no first visit is due from them any more."""
    duedates.cancel("first_visit", allocation, at=at)


def _first_visit(allocation, begun):
    visits = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    notes = allocation.family.casenote_set.filter(author=allocation.worker_id, kind__in=visits, state__in=TOOK_PLACE)
    return notes.filter(took_place_at__gte=begun).aggregate(first=Min("took_place_at"))["first"]


def _beginning(allocation):
    return calendar.start_of_day(allocation.from_date)


def follow_visit(note, *, was=None):
    """Bring the clock of its author's first visit to what `note` now says: it was recorded, changed or withdrawn.

    `was` is the time at which it was said to have ended before. A clock that it met, and meets no more, runs again.
    """
    for allocation in note.family.allocation_set.filter(worker=note.author).select_related("family"):
        duedates.set_met("first_visit", allocation, _first_visit(allocation, _beginning(allocation)), was)
