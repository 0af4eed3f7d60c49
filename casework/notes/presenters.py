"""A note as pages show it: its kind as its name, who was seen in words, its text under its headings."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from casework.notes.models import CaseNote, kind_of
from casework.notes.states import COLOURS
from casework.passages.presenters import passage_texts


class NoteEntry(NamedTuple):
    note: CaseNote
    kind: str
    url: str
    colour: str
    seen: list
    passages: list
    significance: object


def note_entries(notes, people):
    """Entries for a queryset of notes; `people` are all persons of the family, for the names in the text."""
    notes = notes.select_related("author", "significance").prefetch_related("passages", "seen__child", "addenda__by")
    return [note_entry(note, people) for note in notes]


def note_entry(note, people):
    return NoteEntry(
        note=note,
        kind=kind_of(note).label,
        url=reverse("note", args=[note.family_id, note.pk]),
        colour=COLOURS.get(note.state, ""),
        seen=[say_seen(row) for row in note.seen.all()],
        passages=passage_texts(note.passages.all(), kind_of(note).sections, people),
        significance=getattr(note, "significance", None),
    )


def say_seen(row):
    """'Mia: seen alone, bedroom seen'."""
    seen = ("seen alone" if row.alone else "seen") if row.seen else "not seen"
    return f"{row.child}: {seen}{', bedroom seen' if row.bedroom else ''}"


def page_urls(page, chosen):
    """The addresses of the newer and the older page of the same filter, '' where there is none."""
    return {
        "previous_url": "?" + urlencode({**chosen, "page": page.previous_page_number()}) if page.has_previous() else "",
        "next_url": "?" + urlencode({**chosen, "page": page.next_page_number()}) if page.has_next() else "",
    }
