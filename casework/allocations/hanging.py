"""What hangs on a worker's part with a family: shown to the manager before it ends."""

from typing import NamedTuple

from django.urls import reverse

from casework.notes.checks import kind_of
from casework.notes.states import NoteState
from casework.unsaved.reading import kept_of
from casework.words import say_when


class Hanging(NamedTuple):
    """`unsaved` says on which forms they have typed something and not saved it, and when: never what (C16)."""

    dues: list
    actions: list
    visits: list
    unwritten: list
    unsaved: list


def hanging_on(allocation):
    family, worker = allocation.family, allocation.worker
    notes = family.casenote_set.filter(author=worker)
    return Hanging(
        dues=list(family.due_dates.running().filter(owner=worker)),
        actions=list(family.agreedaction_set.still_open().filter(owner_user=worker)),
        visits=[_line(note) for note in notes.planned()],
        unwritten=[_line(note) for note in notes.filter(state=NoteState.TOOK_PLACE).order_by("took_place_at")],
        unsaved=kept_of(worker, family),
    )


class NoteLine(NamedTuple):
    note: object
    what: str
    url: str


def _line(note):
    purpose = f": {note.purpose}" if note.purpose else ""
    what = f"{kind_of(note).label}{purpose}, {say_when(note.at)}"
    return NoteLine(note, what, reverse("note", args=[note.family_id, note.pk]))
