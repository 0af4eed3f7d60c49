"""Recording a case note where an allocated worker's stands: in their summary, which may begin with it (C9, C24)."""

from django.utils import timezone

from casework.access import Can, require
from casework.notes import services as notes
from casework.notes.states import HAPPENED
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from workbook.episodes.services import current_summary
from workbook.notes.queries import leading_allocation
from workbook.summaries.models import SummaryNote
from workbook.workbooks.queries import open_workbook_of


@service
def record(family, *, by, at, form_key=None, finished=False, significance=None, **details):
    """Record what took place, as `casework.notes.services.record`, and let it be a line of the worker's summary.

    `finished` and `significance` conclude it in the same breath: where they are refused, nothing was recorded.
    """
    lock(family)
    if form_key and (note := family.casenote_set.filter(form_key=form_key).first()):
        return note
    note = notes.record(family, by=by, at=at, form_key=form_key, **details)
    add_to_summary(note, at=at)
    return notes.conclude(note, finished=finished, significance=significance, by=by, at=at)


@service
def took_place(note, *, by, at, **details):
    # The family before the note, as whoever ends what is open in it: the two never wait for each other in a ring.
    lock(note.family)
    note = notes.took_place(note, by=by, at=at, **details)
    add_to_summary(note, at=at)
    return note


@service
def did_not_take_place(note, *, by, at, **details):
    lock(note.family)
    note = notes.did_not_take_place(note, by=by, at=at, **details)
    add_to_summary(note, at=at)
    return note


@service
def bring_in(note, *, by, at):
    """Let a note by somebody who is not allocated stand in the allocated social worker's summary, by reference (C9)."""
    require(by, note.family, Can.RECORD)
    lock(note.family)
    allocation = leading_allocation(note.family, by, at)
    workbook = open_workbook_of(note.family)
    if allocation is None or workbook is None:
        raise Refusal("Only the family's allocated social worker can bring a note into their summary.")
    standing = note.summary_lines.select_related("summary__worker").first()
    if standing:
        if standing.summary.worker_id == by.pk:
            return standing.summary
        raise Refusal(f"This note stands in the summary of {standing.summary.worker} already.")
    if not note.family.casenote_set.filter(pk=note.pk, state__in=HAPPENED).exists():
        raise Refusal("Only a note of what has happened, or has failed to happen, can be brought into a summary.")
    return add_line(note, allocation, workbook, at=at)


def add_to_summary(note, *, at):
    """Let the note be a line of its author's summary; None where the author has none to write in (A3.19, A3.20, C9)."""
    family = lock(note.family)
    day = timezone.localdate(at)
    allocation = family.allocation_set.on(day).filter(worker=note.author).order_by("-from_date").first()
    workbook = open_workbook_of(family)
    if allocation is None or workbook is None:
        return None
    standing = note.summary_lines.select_related("summary").first()
    return standing.summary if standing else add_line(note, allocation, workbook, at=at)


def add_line(note, allocation, workbook, *, at):
    """Put the note into the summary in which the worker of `allocation` writes now; give that summary."""
    summary = current_summary(allocation, workbook, at=at)
    SummaryNote.objects.create(family=note.family, summary=summary, note=note)
    return summary
