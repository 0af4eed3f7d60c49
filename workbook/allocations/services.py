"""Allocating a worker while a Workbook is open gives them their summary at once."""

from casework.allocations import services as allocations
from casework.trail.acting import service
from workbook.books.services import open_workbook_of
from workbook.summaries.services import current


@service
def allocate(family, worker, *, by, at, **details):
    """As `casework.allocations.services.allocate`; with an open Workbook the worker's summary begins (A1.10)."""
    allocation = allocations.allocate(family, worker, by=by, at=at, **details)
    workbook = open_workbook_of(family)
    if workbook:
        current(allocation, workbook, at=at)
    return allocation
