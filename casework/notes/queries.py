"""A family's notes, narrowed; who recorded them; and which children could have been seen on a visit."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from casework.families.models import CHILDREN, Family
from casework.notes.models import CaseNote, CaseNoteQuerySet, Seen, kind_of
from casework.people.models import Person
from casework.users.models import User

NEWEST_FIRST = ("-moment", "-pk")  # of notes that have their `moment`


def children_to_see(family: Family, day: date, rows: Iterable[Seen] = ()) -> list[Person]:
    """The living children of the family, other children too, and whoever `rows` name already."""
    noted = [row.child for row in rows]
    now = [child for child in family.in_role_now(*CHILDREN) if child.alive_on(day)]
    return [*now, *(child for child in noted if child not in now)]


def children_not_seen(note: CaseNote) -> list[Person]:
    """The children we work with who could have been seen on a visit that took place, and of whom nothing was ticked."""
    if not kind_of(note).visit or note.took_place_at is None:
        return []
    noted = {row.child_id for row in note.seen.all()}
    day = timezone.localdate(note.took_place_at)
    return [child for child in note.family.children_now() if child.alive_on(day) and child.pk not in noted]


def filtered_notes(
    family: Family, people: Iterable[Person], *, kind: str = "", author: str = "", child: str = ""
) -> CaseNoteQuerySet:
    """The notes of this kind, by this author (an id), about this child (an id); withdrawn ones never among them.

    `people` are those of the family.
    """
    notes = family.casenote_set.not_withdrawn()
    if kind:
        notes = notes.filter(kind=kind)
    if author:
        notes = notes.filter(author=int(author))
    if child:
        notes = notes.concerning(next(person for person in people if str(person.pk) == child))
    return notes


def authors_of(family: Family) -> list[User]:
    """Everybody who recorded a note of this family, by name."""
    notes = family.casenote_set.not_withdrawn().select_related("author")
    return sorted((note.author for note in notes.order_by("author_id").distinct("author_id")), key=str)
