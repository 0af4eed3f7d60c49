"""Workers come and go while a Workbook is open: a summary begins with their part, and does not outlast it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils import timezone

from casework.actions import services as actions
from casework.allocations import clocks
from casework.allocations import queries as allocations_queries
from casework.allocations import services as allocations
from casework.allocations.leads.queries import supervised_after_their_lead, supports_to_notice
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.trail.acting import in_service, service, tried
from casework.trail.rows import lock
from casework.trail.versions import change_version
from casework.users.models import User
from workbook.allocations.open_summaries import checks, queries
from workbook.allocations.open_summaries import services as open_summaries
from workbook.allocations.open_summaries.models import OpenSummaryDecision
from workbook.allocations.queries import begun_without_summary, ended_with_work_left
from workbook.episodes.services import current_summary
from workbook.summaries.states import SummaryState
from workbook.workbooks.queries import open_workbook_of


@service
def allocate(
    family: Family,
    worker: User,
    *,
    by: User,
    at: datetime,
    agreed: Mapping[int, dict[str, Any]] | None = None,
    **details: Any,
) -> Allocation:
    """As `casework.allocations.services.allocate`; with an open Workbook the worker's summary begins (A1.10).

    `agreed` gives the actions typed with it, by the number of their row; a Refusal names the row's field (A9.6).
    """
    lock(family)
    allocation = allocations.allocate(family, worker, by=by, at=at, **details)
    actions.agree_rows(family, agreed or {}, agreed_on=timezone.localdate(at), by=by, at=at)
    begin_summary(allocation, at=at)
    return allocation


@in_service
def begin_summary(allocation: Allocation, *, at: datetime) -> None:
    """A part that has begun has its summary in the open Workbook; one that begins later has it from that day."""
    workbook = open_workbook_of(allocation.family)
    begun = allocation.from_date <= timezone.localdate(at)
    if workbook and begun and not allocation.summaries.filter(episode__workbook=workbook).exists():
        current_summary(allocation, workbook, at=at)


@service
def end(
    allocation: Allocation,
    *,
    last_day: date,
    by: User,
    at: datetime,
    called_off: Iterable[CaseNote] = (),
    left_because: str = "",
    decisions: Mapping[int, OpenSummaryDecision] | None = None,
    **details: Any,
) -> Allocation:
    """As `casework.allocations.services.end`; with it what becomes of the worker's open summaries, and those planned
    notes that will not take place.

    `decisions` are by the summary's id; `left_because` leaves out those for which nothing was chosen. Where the last
    day has passed already, no open summary can wait to be finalised.
    """
    lock(allocation.family)
    over = last_day < timezone.localdate(at)
    chosen = {
        each: queries.decision_for(each, decisions or {}, left_because) for each in queries.open_summaries(allocation)
    }
    for summary, decision in chosen.items():
        checks.check_decision(summary, decision, over=over)
    for note in called_off:
        notes.call_off(note, because=f"{allocation.worker}'s part with the family ends.", by=by, at=at)
    left_because = left_because or queries.reasons_for_leaving_out(chosen)
    allocation = allocations.end(allocation, last_day=last_day, left_because=left_because, by=by, at=at, **details)
    for summary, decision in chosen.items():
        open_summaries.carry_out(summary, decision, allocation, over=over, at=at)
    successor = allocation.family.allocation_set.filter(worker=allocation.handed_to_id, until_date=None).first()
    if successor:
        begin_summary(successor, at=at)
    return allocation


@service
def take_back_end(allocation: Allocation, *, by: User, at: datetime) -> Allocation:
    """As `casework.allocations.services.take_back_end`; an open summary that was to go to a colleague stays."""
    lock(allocation.family)
    allocation = allocations.take_back_end(allocation, by=by, at=at)
    for summary in allocation.summaries.filter(state=SummaryState.OPEN, goes_to__isnull=False):
        change_version(summary, goes_to=None, handed_over_because="")
    return allocation


@service
def change_lead(family: Family, worker: User, *, by: User, at: datetime, **details: Any) -> Allocation:
    """As `casework.allocations.services.change_lead`; a worker who comes new has their summary with it."""
    allocation = allocations.change_lead(family, worker, by=by, at=at, **details)
    begin_summary(allocation, at=at)
    return allocation


def carry_out_changes(*, by: User, now: datetime) -> int:
    """What was to happen on a day that has come; return how much was done. Idempotent, a transaction for each row.

    The open work of a part that is over is handed over, the due dates of the lead follow the lead, and a summary begins
    with a part that has begun.
    """
    today = timezone.localdate(now)
    return (
        sum(_tried(_hand_over, each, by, now) for each in ended_with_work_left(today))
        + sum(_tried(_follow, each, by, now) for each in _leads_changed(today))
        + sum(_tried(_begin, each, by, now) for each in begun_without_summary(today))
    )


def _leads_changed(today: date) -> list[Allocation]:
    """Those who lead from a day that has come, those who are supervised although their lead is over, and those whose
    lead, overseer or co-worker has left.
    """
    return [
        *allocations_queries.leads_without_their_clocks(today),
        *supervised_after_their_lead(today),
        *supports_to_notice(today),
    ]


def _tried(act: Callable[..., None], allocation: Allocation, by: User, now: datetime) -> int:
    failed = "The change of allocation %s could not be carried out."
    return tried(partial(act, allocation, by=by, at=now), failed, allocation.pk)


@service
def _hand_over(allocation: Allocation, *, by: User, at: datetime) -> None:
    lock(allocation.family)
    open_summaries.after_the_last_day(allocation, at=at)
    allocations.hand_over_open_work(allocation, at=at)


@service
def _follow(allocation: Allocation, *, by: User, at: datetime) -> None:
    clocks.follow_lead(lock(allocation.family), at=at)


@service
def _begin(allocation: Allocation, *, by: User, at: datetime) -> None:
    lock(allocation.family)
    begin_summary(allocation, at=at)
