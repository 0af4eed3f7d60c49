"""What is still open of a worker, shown to the manager before the allocation ends."""

from typing import NamedTuple

from django.urls import reverse

from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation
from casework.allocations.queries import open_actions, planned_notes, running_dues, unwritten_notes
from casework.duedates.models import DueDate
from casework.duedates.presenters import dues_in_words
from casework.notes.models import CaseNote, kind_of
from casework.unsaved.queries import UnsavedNotice, unsaved_of
from casework.words import say_when


class OpenNote(NamedTuple):
    note: CaseNote
    what: str
    url: str


class OpenWork(NamedTuple):
    """`dues` are each with what is due in words; `unsaved` the forms in which they have unsaved text, and since when:
    never what (C16).
    """

    dues: list[tuple[DueDate, str]]
    actions: list[AgreedAction]
    visits: list[OpenNote]
    unwritten: list[OpenNote]
    unsaved: list[UnsavedNotice]


def open_work_of(allocation: Allocation) -> OpenWork:
    return OpenWork(
        dues=dues_in_words(running_dues(allocation).shown()),
        actions=list(open_actions(allocation)),
        visits=[_open_note(note) for note in planned_notes(allocation)],
        unwritten=[_open_note(note) for note in unwritten_notes(allocation)],
        unsaved=unsaved_of(allocation.worker, allocation.family),
    )


def _open_note(note: CaseNote) -> OpenNote:
    purpose = f": {note.purpose}" if note.purpose else ""
    what = f"{kind_of(note).label}{purpose}, {say_when(note.at)}"
    return OpenNote(note, what, reverse("note", args=[note.family_id, note.pk]))
