"""Freezing what is finished, in the transaction of the act that finishes it; and asking for its PDF."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from casework.access import Can, require
from casework.documents.models import Document
from casework.documents.services import enqueue_making
from casework.documents.states import PRINT_STATES, PrintState
from casework.families.models import Family
from casework.frozen.contents import SCHEMA, Contents, Part, digest, origin, origins_of
from casework.frozen.marks.contents import with_marks
from casework.frozen.models import Frozen, FrozenPrint
from casework.frozen.queries import said_since, versions_of, with_history
from casework.refusal import Refusal
from casework.subjects import columns_of
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User

# By its name: what lays out a PDF is imported by tasks alone.
MAKERS = "casework.frozen.tasks.sweep"


@in_service
def freeze(kind: str, row: Any, *, title: str, parts: Iterable[Part], by: User, at: datetime) -> Frozen:
    """Write `row`, which was finished as a record of this kind, as it stands; the family is locked.

    `parts` are made by `casework.frozen.contents`. A row that was finished before has its next number.
    """
    contents = with_marks(with_history(_contents(kind, row, title, parts, by, at)), row.family_id)
    origins = dict.fromkeys(each.row for each in sorted(origins_of(contents)))
    return Frozen.objects.create(
        family=row.family, kind=kind, **columns_of(row), number=versions_of(row, kind).count() + 1, contents=contents,
        origins=list(origins), sha256=digest(contents), by=by, at=at,
    )  # fmt: skip


def _contents(kind: str, row: Any, title: str, parts: Iterable[Part], by: User, at: datetime) -> Contents:
    family: Family = row.family
    return {
        "schema": SCHEMA,
        "kind": kind,
        "subject": origin(row, ""),
        "title": title,
        "family": {"name": str(family), "reference": family.reference},
        "by": {"name": by.name, "job_title": by.job_title},
        "at": at.isoformat(),
        "parts": list(parts),
    }


@in_service
def want_print(frozen: Frozen, *, at: datetime) -> FrozenPrint:
    """Have the PDF made, in the act that finishes the record or later."""
    printed = FrozenPrint.objects.create(family=frozen.family, frozen=frozen, wanted_at=at)
    enqueue_making(MAKERS)
    return printed


@service
def print_record(frozen: Frozen, *, by: User, at: datetime) -> FrozenPrint:
    """Make the PDF, or make it anew of the same contents where it failed or its file was lost."""
    lock(frozen.family)
    require(by, frozen.family, Can.RECORD)
    printed = FrozenPrint.objects.filter(frozen=frozen).first()
    return _print_again(printed, at=at) if printed else want_print(frozen, at=at)


def _print_again(printed: FrozenPrint, *, at: datetime) -> FrozenPrint:
    printed = lock(printed)
    if printed.state == PrintState.MADE:
        file = cast("Document", printed.document).file  # a_made_frozenprint_has_its_document
        if file.storage.exists(cast("str", file.name)) and not said_since(printed.frozen, printed.wanted_at):
            raise Refusal("The PDF is there already. Open this page again to download it.")
    PRINT_STATES.require(printed.state, PrintState.WANTED)
    change(
        printed, state=PrintState.WANTED, wanted_at=at, started_at=None, attempts=0, failed_because="", document=None,
        pages=None, as_at=None,
    )  # fmt: skip
    enqueue_making(MAKERS)
    return printed
