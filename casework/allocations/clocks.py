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
from casework.duedates.models import DueDate
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import TOOK_PLACE
from casework.practice import calendar
from casework.trail.acting import in_service
from casework.users.models import User
from casework.words import london_date


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
    """One for the family: 5 working days from the first allocation since its case opened (A7.9).

    None where those days are over already, where others work with the family, or where it has been visited since.
    """
    family = allocation.family
    begun = at if allocation.from_date == timezone.localdate(at) else _beginning(allocation)
    over = calendar.after(begun, practice.current().timescales.first_visit) <= at
    if over or _others_work(allocation) or _has_begun(family):
        return
    duedates.start("first_visit", family, family=family, at=begun, owner=_lead(family, at))


def _others_work(allocation: Allocation) -> bool:
    return allocation.family.allocation_set.on(allocation.from_date).exclude(pk=allocation.pk).exists()


def _has_begun(family: Family) -> bool:
    """Whether the first visit since the family's case opened is due or was made."""
    opened = family.involvement_set.filter(closed_on=None).aggregate(first=Min("opened_on"))["first"]
    dues = DueDate.objects.of(family).filter(timescale="first_visit", cancelled_at=None)
    return bool(opened) and dues.filter(started_at__gte=calendar.start_of_day(opened)).exists()


def _lead(family: Family, at: datetime) -> User | None:
    lead = family_lead(family, timezone.localdate(at))
    return lead.worker if lead else None


@in_service
def follow_parts(family: Family, *, at: datetime) -> None:
    """A part has ended: while nobody works with the family no first visit is due."""
    if not family.allocation_set.on(timezone.localdate(at)).exists():
        cancel_first_visit(family, at=at)


@in_service
def cancel_first_visit(family: Family, *, at: datetime) -> None:
    duedates.cancel("first_visit", family, at=at)


def _first_visit(family: Family, begun: datetime) -> datetime | None:
    """By whomever, on the day on which it began to be due or after."""
    visits = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    notes = family.casenote_set.filter(kind__in=visits, state__in=TOOK_PLACE)
    since = calendar.start_of_day(london_date(begun))
    return notes.filter(took_place_at__gte=since).aggregate(first=Min("took_place_at"))["first"]


def _beginning(allocation: Allocation) -> datetime:
    return calendar.start_of_day(allocation.from_date)


@in_service
def follow_visit(note: CaseNote, *, was: datetime | None = None) -> None:
    """Bring the clock of the family's first visit to what `note` now says: it was recorded, changed or withdrawn.

    `was` is the time that was recorded before. A clock that it met, and meets no more, runs again, unless nobody works
    with the family any more.
    """
    family, now = note.family, timezone.now()
    due = DueDate.objects.of(family).filter(timescale="first_visit").order_by("pk").last()
    first = _first_visit(family, due.started_at) if due else None
    if first or (due and family.allocation_set.on(timezone.localdate(now)).exists()):
        duedates.set_met("first_visit", family, first, was, owner=_lead(family, now))
