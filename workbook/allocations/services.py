"""Workers come and go while a Workbook is open: a summary begins with their part, and does not outlast it."""

import logging

from django.db.models import Exists, OuterRef
from django.utils import timezone

from casework.actions import services as actions
from casework.allocations import handing
from casework.allocations import services as allocations
from casework.families.services import lock
from casework.notes import services as notes
from casework.referrals.models import Allocation
from casework.trail.acting import service
from workbook.allocations import leaving
from workbook.books.models import Workbook
from workbook.books.services import open_workbook_of
from workbook.books.states import WorkbookState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.services import current
from workbook.summaries.states import SummaryState

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
        current(allocation, workbook, at=at)


@service
def end(allocation, *, last_day, by, at, called_off=(), left_because="", fates=None, **details):
    """As `casework.allocations.services.end`; with it what becomes of the worker's open summaries, and those planned
    notes that will not take place.

    `fates` gives what was chosen for each open summary by its id; `left_because` leaves those for which nothing was.
    What is open when the last day has passed already cannot wait to be finalised.
    """
    lock(allocation.family)
    over = last_day < timezone.localdate(at)
    chosen = {each: leaving.chosen_for(each, fates or {}, left_because) for each in leaving.open_summaries(allocation)}
    for summary, of_it in chosen.items():
        leaving.check(summary, of_it, over=over)
    for note in called_off:
        notes.call_off(note, because=f"{allocation.worker}'s part with the family ends.", by=by, at=at)
    left_because = left_because or leaving.why_left(chosen)
    allocation = allocations.end(allocation, last_day=last_day, left_because=left_because, by=by, at=at, **details)
    for summary, of_it in chosen.items():
        leaving.carry_out(summary, of_it, allocation, over=over, at=at)
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
        sum(_tried(_hand_on, each, by, now) for each in _over(today))
        + sum(_tried(_follow, each, by, now) for each in handing.leads_to_follow(today))
        + sum(_tried(_begin, each, by, now) for each in _to_begin(today))
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
    leaving.after_the_last_day(allocation, at=at)
    handing.hand_on(allocation, at=at)


@service
def _follow(allocation, *, by, at):
    handing.follow_the_lead(lock(allocation.family), at=at)


@service
def _begin(allocation, *, by, at):
    lock(allocation.family)
    begin_summary(allocation, at=at)


def _over(today):
    """Parts that ended before `today` with something still hanging on them."""
    waiting = InterventionSummary.objects.filter(allocation=OuterRef("pk"), state=SummaryState.OPEN)
    left = Allocation.objects.filter(Exists(waiting), until_date__lt=today)
    return list((handing.over_and_not_handed_on(today) | left).distinct())


def _to_begin(today):
    """Parts that have begun in families with an open Workbook and have no summary in it."""
    workbook = Workbook.objects.filter(family=OuterRef("family"), state=WorkbookState.OPEN)
    summaries = InterventionSummary.objects.filter(
        allocation=OuterRef("pk"), episode__workbook__state=WorkbookState.OPEN
    )
    return list(Allocation.objects.on(today).filter(Exists(workbook), ~Exists(summaries)))
