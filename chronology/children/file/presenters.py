"""A child's file out of the family's record: what is about the child or about everyone, note by note (P24, C2)."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.urls import reverse

from casework.acts.paging import Page, page_by_key
from casework.families.models import Family
from casework.notes.contents import say_seen
from casework.notes.models import CaseNote, NotePassage, kind_of
from casework.notes.queries import NEWEST_FIRST
from casework.notes.states import HAPPENED
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person


class FileEntry(NamedTuple):
    """One note: the passages about the child or everyone, and how many are about others alone."""

    note: CaseNote
    kind: str
    url: str
    seen: str
    passages: list[PassageText]
    of_others: int


def file_page(family: Family, child: Person, people: Iterable[Person], asked: Mapping[str, str]) -> Page:
    """The notes that concern the child, the newest first, as FileEntry."""
    notes = family.casenote_set.filter(state__in=HAPPENED).concerning(child).with_moment().in_full()
    page = page_by_key(notes, NEWEST_FIRST, asked)
    return page._replace(rows=[_entry(note, child, list(people)) for note in page.rows])


def _entry(note: CaseNote, child: Person, people: list[Person]) -> FileEntry:
    ids = set(child.all_ids)
    filled = [passage for passage in note.passages.all() if passage.text]
    own = [passage for passage in filled if is_for(passage, ids)]
    row = next((row for row in note.seen.all() if row.child_id in ids), None)
    return FileEntry(
        note=note,
        kind=kind_of(note).label,
        url=reverse("note", args=[note.family_id, note.pk]),
        seen=say_seen(row) if row else "",
        passages=passage_texts(own, kind_of(note).sections, people),
        of_others=len(filled) - len(own),
    )


def is_for(passage: NotePassage | Any, ids: set[int]) -> bool:
    """Whether it is about one of these entries of the child, or about everyone."""
    return not passage.about or bool(ids.intersection(passage.about))
