"""What a summary and its notes say, under sub-headings by kind, of everybody or of one person (A3.5)."""

from typing import NamedTuple

from casework.notes.models import kind_of
from casework.notes.presenters import NoteEntry, say_seen
from casework.passages.presenters import passage_texts
from workbook.summaries.queries import sections_for


class ExtractFilter(NamedTuple):
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


class ExtractNote(NamedTuple):
    """A note with as much of it as was wanted; `why` it did not take place."""

    entry: NoteEntry
    why: str
    seen: list
    passages: list
    added: list


class NotesOfKind(NamedTuple):
    """The notes of one kind in strict date order, under its name."""

    heading: str
    lines: list


def kinds_in(entries):
    """Pairs of key and label of the kinds of these notes, in the order of their names."""
    return sorted({(entry.note.kind, entry.kind) for entry in entries}, key=lambda pair: pair[1])


def notes_by_kind(entries, wanted, people):
    """The notes under sub-headings by kind; one of which nothing is left is not among them."""
    found = {}
    for entry in entries:
        if wanted.kind in ("", entry.note.kind) and (line := _line(entry, wanted, people)):
            found.setdefault(entry.kind, []).append(line)
    return [NotesOfKind(kind, found[kind]) for kind in sorted(found)]


def _line(entry, wanted, people):
    note = entry.note
    line = ExtractNote(
        entry,
        note.did_not_because if wanted.everybody else "",
        [say_seen(row) for row in note.seen.all() if wanted.seen(row)],
        passage_texts(filter(wanted.passage, note.passages.all()), kind_of(note).sections, people),
        list(note.addenda.all()) if wanted.everybody else [],
    )
    return line if wanted.about is None or any(line[1:]) else None


def summary_texts(summary, wanted, people):
    """What the summary itself says, with the parts of it that colleagues wrote, each under its author's name."""
    for each in (summary, *summary.parts.all()):
        passages = passage_texts(
            filter(wanted.passage, each.passages.all()), sections_for(each.allocation.role), people
        )
        if passages:
            yield {"worker": each.worker, "passages": passages}
