"""A note as pages show it: its kind as its name, who was seen in words, its text under its headings."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.marks.presenters import Mark, marks_of
from casework.marks.registry import add_url
from casework.naming.presenters import colleagues_told_apart
from casework.notes.models import CaseNote, Significance, kind_of
from casework.notes.not_done.contents import say_not_done, say_seen
from casework.notes.states import COLOURS
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.users.models import User


class NoteEntry(NamedTuple):
    """`colour` of its state's tag, '' where it has none; `significance` is None where it is not significant."""

    note: CaseNote
    kind: str
    url: str
    colour: str
    seen: list[str]
    not_done: str
    passages: list[PassageText]
    significance: Significance | None
    marks: list[Mark]
    add_url: str
    # In a summary: the module of the Family Programme to which whoever brought it in said that it belongs.
    belongs_to: str = ""


def note_entries(notes: Iterable[CaseNote], people: Iterable[Person]) -> list[NoteEntry]:
    """Entries for `notes` read `in_full`; `people` are all persons of the family, for the names in the text."""
    return [note_entry(note, people) for note in notes]


def say_authors_apart(notes: Iterable[CaseNote], authors: Iterable[User]) -> None:
    """Each note says of its author what tells them from whoever else of that name is among these `authors`."""
    labels = colleagues_told_apart(authors, timezone.localdate())
    for note in notes:
        note.author.apart = labels.get(note.author_id, "")


def note_entry(note: CaseNote, people: Iterable[Person]) -> NoteEntry:
    return NoteEntry(
        note=note,
        kind=kind_of(note).label,
        url=reverse("note", args=[note.family_id, note.pk]),
        colour=COLOURS.get(note.state, ""),
        seen=[say_seen(row) for row in note.seen.all()],
        not_done=say_not_done(note),
        passages=passage_texts(note.passages.all(), kind_of(note).sections, people),
        significance=standing_significance(note),
        marks=marks_of(note),
        add_url=add_url(note),
    )


def standing_significance(note: CaseNote) -> Significance | None:
    """None where it has none, or it was taken back."""
    found: Significance | None = getattr(note, "significance", None)
    return found if found and not found.taken_back_at else None
