"""The clocks of a note: the write-up of a visit, due from when it ended (A7.10), and those that a visit meets."""

from datetime import datetime

from casework.allocations import clocks as allocation_clocks
from casework.allocations.leads.clocks import meet_supervision, undo_supervision
from casework.duedates import services as duedates
from casework.notes.models import CaseNote, kind_of
from casework.referrals import clocks as referral_clocks
from casework.trail.acting import in_service

# The kinds of note by which a lead without a social work qualification is supervised (A11.1).
SUPERVISION_OF_LEAD = ("management_oversight", "assessment_oversight", "lead_supervision")


@in_service
def start_write_up(note: CaseNote) -> None:
    if kind_of(note).visit and note.took_place_at:
        duedates.start(
            "visit_write_up",
            note,
            family=note.family,
            at=note.took_place_at,
            owner=note.author,
        )


@in_service
def follow_visit(note: CaseNote, was: datetime | None = None) -> None:
    """Bring two clocks up to date: the worker's first visit, and seeing a child who is said to be harmed.

    `was` is when the visit ended as recorded before, None where it is recorded for the first time.
    """
    allocation_clocks.follow_visit(note, was=was)
    referral_clocks.follow_visit(note, was=was)


@in_service
def follow_supervision(note: CaseNote) -> None:
    """Supervision of the lead took place, with somebody else than the lead as its author."""
    if note.kind in SUPERVISION_OF_LEAD and note.took_place_at:
        meet_supervision(note.family, by=note.author, at=note.took_place_at)


@in_service
def unfollow_supervision(note: CaseNote) -> None:
    """It was recorded in error: the month that began with it goes on from before it."""
    if note.kind in SUPERVISION_OF_LEAD and note.took_place_at:
        undo_supervision(note.family, at=note.took_place_at)
