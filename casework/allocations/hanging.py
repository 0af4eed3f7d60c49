"""What hangs on a worker's part with a family: shown to the manager before it ends."""

from typing import NamedTuple

from django.urls import reverse

from casework.notes.checks import kind_of
from casework.notes.states import NoteState
from casework.words import say_when


class Hanging(NamedTuple):
    """`unsaved` is how many texts they have typed and not saved: that there are some, never what they say."""

    dues: list
    actions: list
    visits: list
    unwritten: list
    unsaved: int


def hanging_on(allocation):
    family, worker = allocation.family, allocation.worker
    notes = family.casenote_set.filter(author=worker)
    return Hanging(
        dues=list(family.due_dates.running().filter(owner=worker)),
        actions=list(family.agreedaction_set.still_open().filter(owner_user=worker)),
        visits=[_line(note) for note in notes.planned()],
        unwritten=[_line(note) for note in notes.filter(state=NoteState.TOOK_PLACE).order_by("took_place_at")],
        unsaved=worker.unsaved_texts.filter(family=family).count(),
    )


class NoteLine(NamedTuple):
    note: object
    what: str
    url: str


def _line(note):
    purpose = f": {note.purpose}" if note.purpose else ""
    what = f"{kind_of(note).label}{purpose}, {say_when(note.at)}"
    return NoteLine(note, what, reverse("note", args=[note.family_id, note.pk]))
