"""What the pages of recording show."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened
from casework.family_page.presenters import family_page
from casework.notes.checks import kind_of, kinds_for
from casework.notes.forms import NoteForm, TookPlaceForm, VersionedReasonForm
from casework.notes.reading import children_to_see, entry, not_seen
from casework.notes.states import NOTE_STATES, NoteState
from casework.notes.writing import may_withdraw
from casework.passages.reading import people_for_writing, people_of
from casework.states import Mover
from casework.words import say_age
from workbook.notes.services import may_bring_in


def kind_named(kind, access):
    """The kind of this name that one of this standing may record; Http404 where there is none."""
    try:
        return kinds_for(access)[kind]
    except KeyError as error:
        raise Http404 from error


def record_form(request, family, kind):
    today = timezone.localdate()
    return opened(
        request, NoteForm, blank_key(request), sections=kind.sections, people=people_for_writing(family),
        children=children_to_see(family, today) if kind.visit else (),
    )  # fmt: skip


def took_place_form(request, note):
    rows = list(note.seen.all())
    children = children_to_see(note.family, timezone.localdate(), rows)
    initial = {"version": note.version}
    return opened(
        request, TookPlaceForm, key_of("note-took-place", note), initial=initial, rows=rows,
        children=children if kind_of(note).visit else (),
    )  # fmt: skip


def did_not_form(request, note):
    initial = {"version": note.version}
    return opened(
        request, VersionedReasonForm, key_of("note-did-not", note), initial=initial, label="Why did it not take place?"
    )


def seen_rows(form):
    today = timezone.localdate()
    return [{**row, "age": say_age(row["child"], today)} for row in form.seen_rows()]


def kinds_page(family, user):
    """The kinds as large links, and before them what this user has planned and not told of yet."""
    kinds = [
        {"label": kind.label, "url": reverse("note-record-kind", args=[family.pk, key]), "visit": kind.visit}
        for key, kind in kinds_for(family.access).items()
    ]
    mine = [entry(note, ()) for note in family.casenote_set.planned().filter(author=user)]
    return family_page(family, "notes", heading="Record", kinds=kinds, planned=mine)


def note_page(family, note, user):
    return family_page(
        family,
        "notes",
        heading=kind_of(note).label,
        note=note,
        entry=entry(note, people_of(family)),
        not_seen=not_seen(note),
        lines=note.summary_lines.select_related("summary__worker", "summary__episode"),
        actions=note.actions.not_withdrawn().select_related("owner_user", "owner_person"),
        **acts(family, note, user),
    )


def acts(family, note, user):
    """The acts that right and state allow this user."""
    may_record = family.access.can(Can.RECORD)
    own = may_record and note.author == user
    return {
        "may_tell": own and NOTE_STATES.may(note.state, NoteState.TOOK_PLACE, Mover.OWNER),
        "may_write": own and note.state == NoteState.TOOK_PLACE,
        "may_mark": own and note.state != NoteState.PLANNED,
        "may_add": may_record and note.state == NoteState.COMPLETED,
        "may_act": may_record and note.state != NoteState.PLANNED,
        "may_withdraw": may_withdraw(note, user, family.access),
        "may_bring_in": may_record and may_bring_in(note, user, timezone.now()),
    }


def where_it_stands(note):
    """A sentence on where a note just recorded stands."""
    line = note.summary_lines.select_related("summary__episode").first()
    if line is None:
        return "It stands on the family's file."
    return f"It stands in your summary for Workbook episode {line.summary.episode.number}."
