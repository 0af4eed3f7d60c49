"""Due dates of naming who leads, oversees or stays beside the lead, and of supervising who is not qualified (A11.1)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from casework.allocations.leads.queries import (
    co_worker_gone,
    co_worker_of,
    last_lead,
    lead_to_be_named,
    may_go_on_leading,
    needs_overseer,
    needs_supervision,
    overseer_is_gone,
    overseer_of,
    with_standing,
)
from casework.allocations.queries import lead_and_managers
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.notifications.services import notify
from casework.practice.calendar import start_of_day
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def follow_plans(family: Family, *, at: datetime) -> None:
    """What runs for the children has changed: where nobody named may lead it, somebody is to be named in time.

    Idempotent; what runs no more needs no lead, and cancels it.
    """
    if not lead_to_be_named(family, timezone.localdate(at)):
        _to_be_named(family).update(cancelled_at=at)
    elif not _to_be_named(family).exists():
        duedates.start("lead_named", family, family=family, at=at)
    _follow_overseer(family, at)


def _to_be_named(family: Family) -> QuerySet[DueDate]:
    """The clock that runs, one that came with a family that was joined to this one too."""
    return family.due_dates.running().filter(timescale="lead_named")


@in_service
def follow_named_lead(family: Family, *, at: datetime) -> None:
    """Who leads has changed: one who may lead what runs meets the clock; where none is left it starts."""
    if may_go_on_leading(family, timezone.localdate(at)):
        _to_be_named(family).update(met_at=at)
    follow_plans(family, at=at)
    _follow_supervision(family, at)
    _follow_co_worker(family, at)


def _follow_overseer(family: Family, at: datetime) -> None:
    """Whoever is to be overseen and is not has an overseer named; where one is gone the managers are told."""
    today = timezone.localdate(at)
    lead, running = last_lead(family, today), family.due_dates.running().filter(timescale="overseer_named")
    if lead is None or not needs_overseer(lead, today):
        running.update(**{"met_at" if lead and lead.overseer_id else "cancelled_at": at})
        return
    running.exclude(subject_id=lead.pk).update(cancelled_at=at)
    if not running.exists():
        duedates.start("overseer_named", lead, family=family, at=at)
        if overseer_is_gone(lead, today):
            notify("overseer_gone", lead_and_managers(family, today), subject=lead, family=family, at=at)


def _follow_co_worker(family: Family, at: datetime) -> None:
    """Where the practice has somebody stay beside the lead and they are gone, another is named; managers are told."""
    today = timezone.localdate(at)
    gone, running = co_worker_gone(family, today), family.due_dates.running().filter(timescale="co_worker_named")
    if gone is None:
        running.update(**{"met_at" if co_worker_of(family, today) else "cancelled_at": at})
    elif not DueDate.objects.of(gone).filter(timescale="co_worker_named").exists():
        duedates.start("co_worker_named", gone, family=family, at=at)
        notify("co_worker_gone", lead_and_managers(family, today), subject=gone, family=family, at=at)


@in_service
def need_no_co_worker(family: Family, *, at: datetime) -> None:
    """A manager has looked, and nobody stays beside the lead."""
    family.due_dates.running().filter(timescale="co_worker_named").update(cancelled_at=at)


def _follow_supervision(family: Family, at: datetime) -> None:
    """A lead without a qualification is supervised, by their overseer; nobody else is."""
    today = timezone.localdate(at)
    for due in family.due_dates.running().filter(timescale="lead_supervision"):
        part = with_standing(family.allocation_set.select_related("overseer"), today).get(pk=due.subject_id)
        overseer = overseer_of(part, today)
        if not needs_supervision(part, today):
            duedates.cancel("lead_supervision", part, at=at)
        elif due.owner != overseer:
            duedates.hand_over([due], to=overseer, at=at)
    lead = last_lead(family, today)
    if lead and needs_supervision(lead, today) and not running_clock("lead_supervision", lead).exists():
        _start_supervision(lead, start_of_day(max(lead.lead_from or today, today)))


@in_service
def meet_supervision(family: Family, *, by: User, at: datetime) -> None:
    """`by` supervised the lead at that moment: the month begins anew. Nobody supervises themselves."""
    lead = last_lead(family, timezone.localdate(at))
    if lead and lead.worker != by and duedates.meet("lead_supervision", lead, at=at):
        _start_supervision(lead, at)


@in_service
def undo_supervision(family: Family, *, at: datetime) -> None:
    """The supervision at that moment was recorded in error: the clock that it met runs again, and the next does not."""
    met = family.due_dates.filter(timescale="lead_supervision", met_at=at).order_by("pk").last()
    if met is None or met.subject is None:
        return
    began = running_clock("lead_supervision", met.subject).filter(started_at=at).first()
    if began is not None:
        duedates.cancel("lead_supervision", met.subject, at=timezone.now())
        duedates.undo_meet("lead_supervision", met.subject, was=at, owner=began.owner)


def _start_supervision(lead: Any, at: datetime) -> None:
    """`lead` as `with_standing`."""
    owner = overseer_of(lead, timezone.localdate(at))
    duedates.start("lead_supervision", lead, family=lead.family, at=at, owner=owner)
