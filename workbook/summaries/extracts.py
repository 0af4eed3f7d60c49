"""What a summary and its notes say, under sub-headings by kind, of everybody or of one person (A3.5).

For the report or the parent that gets a part: text about somebody else is not among it.
"""

from typing import NamedTuple

from django import forms

from casework.forms.base import PageForm
from casework.notes.checks import kind_of
from casework.notes.reading import Entry, say_seen
from casework.passages.reading import shown
from workbook.summaries.prompts import sections_for


class ExtractForm(PageForm):
    """`kinds` are pairs of key and label of the notes that are there; `people` those of the family."""

    kind = forms.ChoiceField(label="Kind of note", required=False)
    about = forms.TypedChoiceField(label="About", required=False, coerce=int, empty_value=None)
    everybody = forms.BooleanField(
        label="Also what is about everybody", required=False, help_text="Only if one person is chosen."
    )

    def __init__(self, *args, kinds, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["kind"].choices = [("", "All kinds"), *kinds]
        self.fields["about"].choices = [("", "Everybody"), *((person.pk, str(person)) for person in people)]

    def wanted(self):
        """What was chosen; everything where nothing was, or nothing that can be."""
        if not self.is_valid():
            return Wanted("", None, True)
        chosen = next((person for person in self.people if person.pk == self.cleaned_data["about"]), None)
        ids = frozenset(chosen.all_ids) if chosen else None
        return Wanted(self.cleaned_data["kind"], ids, ids is None or self.cleaned_data["everybody"])


class Wanted(NamedTuple):
    """`about` are the ids of the person chosen, or None; `everybody`: whether text about nobody by name is wanted."""

    kind: str
    about: frozenset | None
    everybody: bool

    def passage(self, passage):
        if not passage.about:
            return self.everybody
        return self.about is None or not self.about.isdisjoint(passage.about)

    def seen(self, row):
        return self.about is None or row.child_id in self.about


class Line(NamedTuple):
    """A note with as much of it as was wanted; `why` it did not take place."""

    entry: Entry
    why: str
    seen: list
    passages: list
    added: list


class Group(NamedTuple):
    """The notes of one kind in strict date order, under its name."""

    heading: str
    lines: list


def kinds_in(entries):
    """Pairs of key and label of the kinds of these notes, in the order of their names."""
    return sorted({(entry.note.kind, entry.kind) for entry in entries}, key=lambda pair: pair[1])


def grouped(entries, wanted, people):
    """The notes under sub-headings by kind; one of which nothing is left is not among them."""
    found = {}
    for entry in entries:
        if wanted.kind in ("", entry.note.kind) and (line := _line(entry, wanted, people)):
            found.setdefault(entry.kind, []).append(line)
    return [Group(kind, found[kind]) for kind in sorted(found)]


def _line(entry, wanted, people):
    note = entry.note
    line = Line(
        entry,
        note.did_not_because if wanted.everybody else "",
        [say_seen(row) for row in note.seen.all() if wanted.seen(row)],
        shown(filter(wanted.passage, note.passages.all()), kind_of(note).sections, people),
        list(note.addenda.all()) if wanted.everybody else [],
    )
    return line if wanted.about is None or any(line[1:]) else None


def said(summary, wanted, people):
    """What the summary itself says, with the parts of it that colleagues wrote, each under its author's name."""
    for each in (summary, *summary.parts.all()):
        passages = shown(filter(wanted.passage, each.passages.all()), sections_for(each.allocation.role), people)
        if passages:
            yield {"worker": each.worker, "passages": passages}
