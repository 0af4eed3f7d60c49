"""Recording a case note where an allocated worker's stands: in their summary, which may begin with it (C9, C24)."""

from casework.notes import services as notes
from casework.trail.acting import service
from workbook.summaries.services import attach


@service
def record(family, *, by, at, **details):
    """Record what took place, as `casework.notes.services.record`, and let it be a line of the worker's summary."""
    note = notes.record(family, by=by, at=at, **details)
    attach(note, at=at)
    return note


@service
def took_place(note, *, by, at, **details):
    note = notes.took_place(note, by=by, at=at, **details)
    attach(note, at=at)
    return note


@service
def did_not_take_place(note, *, by, at, **details):
    note = notes.did_not_take_place(note, by=by, at=at, **details)
    attach(note, at=at)
    return note
