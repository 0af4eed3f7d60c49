"""What a summary and its notes say, under sub-headings by kind, of everybody or of one person (A3.5)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from casework.marks.presenters import Mark
from casework.notes.contents import say_seen
from casework.notes.models import Seen, kind_of
from casework.notes.presenters import NoteEntry
from casework.passages.models import Passage
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.users.models import User
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import sections_for


class ExtractFilter(NamedTuple):
    """`about` are the ids of the person chosen, or None; `everybody`: whether text about nobody by name is wanted."""

    kind: str
    about: frozenset[int] | None
    everybody: bool

    def passage(self, passage: Passage) -> bool:
        if not passage.about:
            return self.everybody
        return self.about is None or not self.about.isdisjoint(passage.about)

    def seen(self, row: Seen) -> bool:
        return self.about is None or row.child_id in self.about


class ExtractNote(NamedTuple):
    """A note with as much of it as was wanted; `why` it did not take place."""

    entry: NoteEntry
    why: str
    seen: list[str]
    passages: list[PassageText]
    marks: list[Mark]


class NotesOfKind(NamedTuple):
    """The notes of one kind in strict date order, under its name."""

    heading: str
    notes: list[ExtractNote]


class AuthorTexts(NamedTuple):
    """What one worker wrote in a summary."""

    worker: User
    passages: list[PassageText]


def kinds_in(entries: Iterable[NoteEntry]) -> list[tuple[str, str]]:
    """Pairs of key and label of the kinds of these notes, in the order of their names."""
    return sorted({(entry.note.kind, entry.kind) for entry in entries}, key=lambda pair: pair[1])


def notes_by_kind(entries: Iterable[NoteEntry], wanted: ExtractFilter, people: Iterable[Person]) -> list[NotesOfKind]:
    """The notes under sub-headings by kind; one of which nothing is left is not among them."""
    found = {}
    for entry in entries:
        if wanted.kind in ("", entry.note.kind) and (note := _note(entry, wanted, people)):
            found.setdefault(entry.kind, []).append(note)
    return [NotesOfKind(kind, found[kind]) for kind in sorted(found)]


def _note(entry: NoteEntry, wanted: ExtractFilter, people: Iterable[Person]) -> ExtractNote | None:
    note = entry.note
    extract = ExtractNote(
        entry,
        note.did_not_because if wanted.everybody else "",
        [say_seen(row) for row in note.seen.all() if wanted.seen(row)],
        passage_texts(filter(wanted.passage, note.passages.all()), kind_of(note).sections, people),
        entry.marks if wanted.everybody else [],
    )
    return extract if wanted.about is None or any(extract[1:]) else None


def summary_texts(
    summary: InterventionSummary, wanted: ExtractFilter, people: Iterable[Person]
) -> Iterator[AuthorTexts]:
    """What the summary itself says, with the parts of it that colleagues wrote, each under its author's name."""
    for each in (summary, *summary.parts.all()):
        passages = passage_texts(
            filter(wanted.passage, each.passages.all()), sections_for(each.allocation.role), people
        )
        if passages:
            yield AuthorTexts(each.worker, passages)
