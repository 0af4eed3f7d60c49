"""A case note as the pages of recording show it, and what one may do with it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from casework import practice
from casework.access import Can
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.marks.registry import add_url
from casework.naming.presenters import with_colleagues_apart
from casework.notes.checks import kinds_for, may_withdraw
from casework.notes.contents import asked
from casework.notes.corrections.checks import marks, why_not_corrected
from casework.notes.models import CaseNote, kind_of
from casework.notes.not_done.contents import whys_missing
from casework.notes.presenters import note_entry
from casework.notes.queries import children_not_seen
from casework.notes.states import NOTE_STATES, NoteState
from casework.passages.queries import people_ever
from casework.states import Mover
from casework.users.models import User
from casework.words import london_date, say_age
from workbook.notes.checks import may_bring_in


def seen_rows(rows: Iterable[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """The rows of the form, with the age of each child in words."""
    return [{**row, "age": say_age(row["child"], today)} for row in rows]


def kinds_page(family: Family, user: User) -> dict[str, Any]:
    """The kinds as large links, and before them what this user has planned and not recorded yet."""
    kinds = [
        {"label": kind.label, "url": reverse("note-record-kind", args=[family.pk, key]), "visit": kind.visit}
        for key, kind in kinds_for(family.access).items()
    ]
    mine = [note_entry(note, ()) for note in family.casenote_set.planned().filter(author=user)]
    return family_page(family, "notes", heading="Record", kinds=kinds, planned=mine)


def note_page(family: Family, note: CaseNote, user: User, now: datetime) -> dict[str, Any]:
    return family_page(
        family,
        "notes",
        heading=kind_of(note).label,
        note=note,
        entry=note_entry(note, people_ever(family)),
        not_seen=children_not_seen(note),
        no_why=[row.child for row in note.seen.all() if whys_missing(row)],
        asked=[(label, words) for _, label, words in asked(note)],
        lines=note.summary_lines.select_related("summary__worker", "summary__episode"),
        actions=with_colleagues_apart(
            note.actions.not_withdrawn().select_related("owner_user", "owner_person"), london_date(now), "owner_user"
        ),
        **acts_context(family, note, user, now),
    )


def acts_context(family: Family, note: CaseNote, user: User, now: datetime) -> dict[str, Any]:
    """The acts that right and state allow this user."""
    may_record = family.access.can(Can.RECORD)
    own = may_record and note.author == user
    return {
        "may_tell": own and NOTE_STATES.may(note.state, NoteState.TOOK_PLACE, Mover.OWNER),
        "may_write": own and note.state == NoteState.TOOK_PLACE,
        "may_mark": may_record and note.state != NoteState.PLANNED and marks(note, user, family.access, now),
        "may_correct": may_record and not why_not_corrected(note, user, family.access, now),
        "may_add": may_record and bool(add_url(note)),
        "may_act": may_record and note.state != NoteState.PLANNED,
        "may_withdraw": may_withdraw(note, user, family.access),
        "may_bring_in": may_record and may_bring_in(note, user, now),
        "modules": practice.current().modules,
    }


def in_error_consequences(note: CaseNote) -> list[str]:
    """What comes of saying that it is an error."""
    seen = ["Nobody counts as seen by it, and what it met is due again."] if kind_of(note).visit else []
    lines = note.summary_lines.select_related("summary__worker").order_by("summary__worker__name")
    workers = list(dict.fromkeys(str(line.summary.worker) for line in lines))
    told = [f"{', '.join(workers)} will be told, to look at what they wrote from it."] if workers else []
    return [
        "The note leaves every list, the summary, the chronology and figures. Its address says that it is an error.",
        *seen,
        "Everybody who reads the family reads who said so, when, and by which reason. What the note said, and what you "
        "write below, open only to those who inspect the record.",
        *told,
        "Lead, managers, its author and the owners of its actions are told.",
    ]


def where_recorded(note: CaseNote) -> str:
    """A sentence on where a note that was just recorded is read."""
    line = note.summary_lines.select_related("summary__episode").first()
    if line is None:
        return "It stands on the family's file."
    return f"It stands in your summary for Workbook episode {line.summary.episode.number}."
