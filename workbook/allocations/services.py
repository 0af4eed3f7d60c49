"""Workers come and go while a Workbook is open: a summary begins with their part, and does not outlast it."""

import logging

from django.utils import timezone

from casework.actions import services as actions
from casework.allocations import clocks
from casework.allocations import queries as allocations_queries
from casework.allocations import services as allocations
from casework.notes import services as notes
from casework.trail.acting import service
from casework.trail.rows import lock
from workbook.allocations.open_summaries import checks, queries, services
from workbook.allocations.queries import begun_without_summary, ended_with_work_left
from workbook.episodes.services import current_summary
from workbook.workbooks.queries import open_workbook_of

logger = logging.getLogger(__name__)


@service
def allocate(family, worker, *, by, at, agreed=None, **details):
    """As `casework.allocations.services.allocate`; with an open Workbook the worker's summary begins (A1.10).

    `agreed` gives the actions typed with it, by the number of their row; a refusal names the row's field (A9.6).
    """
    lock(family)
    key = details.get("form_key")
    if key and (sent_before := family.allocation_set.filter(form_key=key).first()):
        return sent_before
    allocation = allocations.allocate(family, worker, by=by, at=at, **details)
    actions.agree_rows(family, agreed or {}, agreed_on=timezone.localdate(at), by=by)
    begin_summary(allocation, at=at)
    return allocation


def begin_summary(allocation, *, at):
    """A part that has begun has its summary in the open Workbook; one that begins later has it from that day."""
    workbook = open_workbook_of(allocation.family)
    begun = allocation.from_date <= timezone.localdate(at)
    if workbook and begun and not allocation.summaries.filter(episode__workbook=workbook).exists():
        current_summary(allocation, workbook, at=at)


@service
def end(allocation, *, last_day, by, at, called_off=(), left_because="", fates=None, **details):
    """As `casework.allocations.services.end`; with it what becomes of the worker's open summaries, and those planned
    notes that will not take place.

    `fates` gives what was chosen for each open summary by its id; `left_because` leaves those for which nothing was.
    What is open when the last day has passed already cannot wait to be finalised.
    """
    lock(allocation.family)
    over = last_day < timezone.localdate(at)
    chosen = {
        each: queries.decision_for(each, fates or {}, left_because) for each in queries.open_summaries(allocation)
    }
    for summary, of_it in chosen.items():
        checks.check_decision(summary, of_it, over=over)
    for note in called_off:
        notes.call_off(note, because=f"{allocation.worker}'s part with the family ends.", by=by, at=at)
    left_because = left_because or queries.reasons_for_leaving_out(chosen)
    allocation = allocations.end(allocation, last_day=last_day, left_because=left_because, by=by, at=at, **details)
    for summary, of_it in chosen.items():
        services.carry_out(summary, of_it, allocation, over=over, at=at)
    successor = allocation.family.allocation_set.filter(worker=allocation.handed_to_id, until_date=None).first()
    if successor:
        begin_summary(successor, at=at)
    return allocation


@service
def change_lead(family, worker, *, by, at, **details):
    """As `casework.allocations.services.change_lead`; a worker who comes new has their summary with it."""
    allocation = allocations.change_lead(family, worker, by=by, at=at, **details)
    begin_summary(allocation, at=at)
    return allocation


def carry_out_changes(*, by, now):
    """What was to happen on a day that has come; return how much was done. May run twice, or after days of silence.

    What hung on a part that is over changes hands, the clocks of the lead follow the lead, and a summary begins with a
    part that has begun.
    """
    today = timezone.localdate(now)
    return (
        sum(_tried(_hand_on, each, by, now) for each in ended_with_work_left(today))
        + sum(_tried(_follow, each, by, now) for each in allocations_queries.leads_without_their_clocks(today))
        + sum(_tried(_begin, each, by, now) for each in begun_without_summary(today))
    )


def _tried(act, allocation, by, now):
    """One that fails must not hold up the others: it is logged, and tried again at each sweep."""
    try:
        act(allocation, by=by, at=now)
    except Exception:
        logger.exception("The change of allocation %s could not be carried out.", allocation.pk)
        return 0
    return 1


@service
def _hand_on(allocation, *, by, at):
    lock(allocation.family)
    services.after_the_last_day(allocation, at=at)
    allocations.hand_over_open_work(allocation, at=at)


@service
def _follow(allocation, *, by, at):
    clocks.follow_lead(lock(allocation.family), at=at)


@service
def _begin(allocation, *, by, at):
    lock(allocation.family)
    begin_summary(allocation, at=at)
