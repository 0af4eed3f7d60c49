"""Due dates of naming who leads, and of supervising a lead who is not qualified in social work (A11.1)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from casework.allocations.leads.queries import (
    NO_PLAN,
    kind_running,
    last_lead,
    may_go_on_leading,
    needs_supervision,
)
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.practice.calendar import start_of_day
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def follow_plans(family: Family, *, at: datetime) -> None:
    """What runs for the children has changed: where nobody named may lead it, somebody is to be named in time.

    Idempotent; what runs no more needs no lead, and cancels it.
    """
    today = timezone.localdate(at)
    if kind_running(family, today) == NO_PLAN or may_go_on_leading(family, today):
        _to_be_named(family).update(cancelled_at=at)
    elif not _to_be_named(family).exists():
        duedates.start("lead_named", family, family=family, at=at)


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


def _follow_supervision(family: Family, at: datetime) -> None:
    """A lead without a qualification is supervised, by their overseer; nobody else is."""
    today = timezone.localdate(at)
    for due in family.due_dates.running().filter(timescale="lead_supervision"):
        part = family.allocation_set.get(pk=due.subject_id)
        if not needs_supervision(part, today):
            duedates.cancel("lead_supervision", part, at=at)
        elif due.owner_id != part.overseer_id:
            duedates.hand_over([due], to=part.overseer, at=at)
    lead = last_lead(family, today)
    if lead and needs_supervision(lead, today) and not running_clock("lead_supervision", lead).exists():
        _start_supervision(lead, start_of_day(max(lead.lead_from or today, today)))


@in_service
def meet_supervision(family: Family, *, by: User, at: datetime) -> None:
    """`by` supervised the lead at that moment: the month begins anew. Nobody supervises themselves."""
    lead = family_lead(family, timezone.localdate(at))
    if lead and lead.worker != by and duedates.meet("lead_supervision", lead, at=at):
        _start_supervision(lead, at)


def _start_supervision(lead: Allocation, at: datetime) -> None:
    duedates.start("lead_supervision", lead, family=lead.family, at=at, owner=lead.overseer)
