"""Recording a case note as a line of its author's summary, which may begin with it (C9, C24)."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework import practice
from casework.access import Can, require
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead
from casework.families.models import Family
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.states import HAPPENED
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.users.models import User
from workbook.episodes.services import current_summary
from workbook.notes.queries import leading_allocation
from workbook.summaries.models import InterventionSummary, SummaryNote
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import open_workbook_of


@service
def record(
    family: Family,
    *,
    by: User,
    at: datetime,
    finished: bool = False,
    significance: dict[str, str] | None = None,
    **details: Any,
) -> CaseNote:
    """Record what took place, as `casework.notes.services.record`, and make it a line of the worker's summary.

    `finished` and `significance` conclude it in the same transaction.
    """
    lock(family)
    note = notes.record(family, by=by, at=at, **details)
    if add_to_summary(note, at=at) is None:
        _tell_the_lead(note, by=by, at=at)
    return notes.conclude(note, finished=finished, significance=significance, by=by, at=at)


@service
def took_place(note: CaseNote, *, by: User, at: datetime, **details: Any) -> CaseNote:
    """As `casework.notes.services.took_place`; the note becomes a line of the worker's summary."""
    # The family before the note, in the order of every service that ends what is open in it: no deadlock.
    lock(note.family)
    note = notes.took_place(note, by=by, at=at, **details)
    if add_to_summary(note, at=at) is None:
        _tell_the_lead(note, by=by, at=at)
    return note


@in_service
def _tell_the_lead(note: CaseNote, *, by: User, at: datetime) -> None:
    """Whoever leads the work is told of what somebody else recorded on the file (A3.19, A3.20, A7.17)."""
    lead = family_lead(note.family, timezone.localdate(at))
    if lead and lead.worker not in (by, note.author):
        notify("recorded_on_the_file", [lead.worker], subject=note, family=note.family, by=by, at=at)


@service
def did_not_take_place(note: CaseNote, *, by: User, at: datetime, **details: Any) -> CaseNote:
    """As `casework.notes.services.did_not_take_place`; the note becomes a line of the worker's summary."""
    lock(note.family)
    note = notes.did_not_take_place(note, by=by, at=at, **details)
    if add_to_summary(note, at=at) is None:
        _tell_the_lead(note, by=by, at=at)
    return note


@service
def withdraw(note: CaseNote, *, by: User, at: datetime, **details: Any) -> CaseNote:
    """As `casework.notes.services.withdraw`; whoever writes in the summaries in which it stands is told too."""
    lock(note.family)
    lines = note.summary_lines.select_related("summary__worker", "summary__part_of__worker")
    summaries = [each for line in lines for each in (line.summary, line.summary.part_of) if each]
    return notes.withdraw(note, told={summary.worker for summary in summaries}, by=by, at=at, **details)


@service
def bring_in(note: CaseNote, *, module: str = "", by: User, at: datetime) -> InterventionSummary:
    """Make a note by somebody who is not allocated a line of the lead worker's summary (C9); idempotent.

    `module` is the key of the module of the Family Programme to which it belongs, or '' (A3.4).
    """
    require(by, note.family, Can.RECORD)
    lock(note.family)
    allocation = leading_allocation(note.family, by, at)
    workbook = open_workbook_of(note.family)
    if allocation is None or workbook is None:
        raise Refusal("Only whoever leads the work with this family can bring a note into their summary.")
    line = note.summary_lines.select_related("summary__worker").first()
    if line:
        if line.summary.worker_id == by.pk:
            return line.summary
        raise Refusal(f"This note stands in the summary of {line.summary.worker} already.")
    if not note.family.casenote_set.filter(pk=note.pk, state__in=HAPPENED).exists():
        raise Refusal("Only a note of what has happened, or has failed to happen, can be brought into a summary.")
    if module and module not in {each.key for each in practice.current().modules}:
        raise Refusal("Choose one of the modules, or none.", "module")
    return add_line(note, allocation, workbook, module=module, at=at)


@in_service
def add_to_summary(note: CaseNote, *, at: datetime) -> InterventionSummary | None:
    """Make the note a line of its author's summary; None where they have none to write in (A3.19, A3.20, C9)."""
    family = lock(note.family)
    day = timezone.localdate(at)
    allocation = family.allocation_set.on(day).filter(worker=note.author).order_by("-from_date").first()
    workbook = open_workbook_of(family)
    if allocation is None or workbook is None:
        return None
    line = note.summary_lines.select_related("summary").first()
    return line.summary if line else add_line(note, allocation, workbook, at=at)


@in_service
def add_line(
    note: CaseNote, allocation: Allocation, workbook: Workbook, *, module: str = "", at: datetime
) -> InterventionSummary:
    """Make the note a line of the summary in which the worker of `allocation` writes now; return that summary."""
    summary = current_summary(allocation, workbook, at=at)
    SummaryNote.objects.create(family=note.family, summary=summary, note=note, module=module)
    return summary
