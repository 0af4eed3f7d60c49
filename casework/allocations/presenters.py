"""What is still open of a worker, shown to the manager before the allocation ends."""

from typing import NamedTuple

from django.urls import reverse

from casework.notes.models import kind_of
from casework.notes.states import NoteState
from casework.unsaved.queries import unsaved_of
from casework.words import say_when


class OpenWork(NamedTuple):
    """`unsaved` says on which forms they have typed something and not saved it, and when: never what (C16)."""

    dues: list
    actions: list
    visits: list
    unwritten: list
    unsaved: list


def open_work_of(allocation):
    family, worker = allocation.family, allocation.worker
    notes = family.casenote_set.filter(author=worker)
    return OpenWork(
        dues=list(family.due_dates.running().filter(owner=worker)),
        actions=list(family.agreedaction_set.still_open().filter(owner_user=worker)),
        visits=[_open_note(note) for note in notes.planned()],
        unwritten=[_open_note(note) for note in notes.filter(state=NoteState.TOOK_PLACE).order_by("took_place_at")],
        unsaved=unsaved_of(worker, family),
    )


class OpenNote(NamedTuple):
    note: object
    what: str
    url: str


def _open_note(note):
    purpose = f": {note.purpose}" if note.purpose else ""
    what = f"{kind_of(note).label}{purpose}, {say_when(note.at)}"
    return OpenNote(note, what, reverse("note", args=[note.family_id, note.pk]))
