"""A note as pages show it: its kind as its name, who was seen in words, its text under its headings."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.notes.checks import kind_of
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.passages.reading import shown

COLOURS = {NoteState.TOOK_PLACE: "orange", NoteState.DID_NOT_TAKE_PLACE: "grey", NoteState.PLANNED: "blue"}


class Entry(NamedTuple):
    note: CaseNote
    kind: str
    url: str
    colour: str
    seen: list
    passages: list
    significance: object


def entries(notes, people):
    """Entries for a queryset of notes; `people` are all persons of the family, for the names in the text."""
    notes = notes.select_related("author", "significance").prefetch_related("passages", "seen__child", "addenda__by")
    return [entry(note, people) for note in notes]


def entry(note, people):
    return Entry(
        note=note,
        kind=kind_of(note).label,
        url=reverse("note", args=[note.family_id, note.pk]),
        colour=COLOURS.get(note.state, ""),
        seen=[say_seen(row) for row in note.seen.all()],
        passages=shown(note.passages.all(), kind_of(note).sections, people),
        significance=getattr(note, "significance", None),
    )


def say_seen(row):
    """'Mia: seen alone, bedroom seen'."""
    seen = ("seen alone" if row.alone else "seen") if row.seen else "not seen"
    return f"{row.child}: {seen}{', bedroom seen' if row.bedroom else ''}"


def children_to_see(family, day, standing=()):
    """The living children of the family, and whoever the rows `standing` name already."""
    noted = [row.child for row in standing]
    now = [person for person in family.people_now() if person.is_child and person.alive_on(day)]
    return [*now, *(child for child in noted if child not in now)]


def not_seen(note):
    """The children who could have been seen on a visit that took place, and of whom nothing was ticked."""
    if not kind_of(note).visit or note.took_place_at is None:
        return []
    noted = {row.child_id for row in note.seen.all()}
    children = children_to_see(note.family, timezone.localdate(note.took_place_at))
    return [child for child in children if child.pk not in noted]
