"""What the pages that write in a note need of it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.keys import key_of
from casework.acts.views import opened, writing_page
from casework.notes.checks import kind_of, movers
from casework.notes.forms import WriteUpForm
from casework.notes.reading import children_to_see, entry
from casework.notes.states import NOTE_STATES, NoteState
from casework.passages.reading import people_for_writing, people_of
from casework.states import Mover


def note_of(family, note_id):
    """The note of this family; Http404 also for one that was withdrawn."""
    notes = family.casenote_set.not_withdrawn().select_related("author", "significance")
    return get_object_or_404(notes.prefetch_related("passages", "seen__child", "addenda__by"), pk=note_id)


def own_note(request, family, note_id):
    """As `note_of`; PermissionDenied where the note is another person's."""
    note = note_of(family, note_id)
    if note.author != request.user:
        raise PermissionDenied(f"Only {note.author}, who recorded this note, can do that.")
    return note


def note_to_withdraw(request, family, note_id):
    """As `note_of`; PermissionDenied for whoever is neither its author nor a manager."""
    note = note_of(family, note_id)
    if not may_withdraw(note, request.user, family.access):
        raise PermissionDenied(f"Only {note.author}, who recorded this note, or a manager can withdraw it.")
    return note


def may_withdraw(note, user, access):
    managing = [Mover.MANAGER] if access.can(Can.DECIDE) else []
    return access.can(Can.RECORD) and any(
        NOTE_STATES.may(note.state, NoteState.WITHDRAWN, mover) for mover in [*movers(note, user), *managing]
    )


def significance_of(note):
    """What the form opens with where the note is significant already."""
    standing = getattr(note, "significance", None)
    return {"headline": standing.headline, "why": standing.why} if standing else {}


def write_up_form(request, note):
    passages, seen = list(note.passages.all()), list(note.seen.all())
    initial = {name: getattr(note, name) for name in ("version", "took_place_at", "where", "who_was_there")}
    visit, day = kind_of(note).visit, timezone.localdate(note.took_place_at)
    return opened(
        request, WriteUpForm, key_of("note-write-up", note), initial=initial, note=note,
        sections=kind_of(note).sections, people=people_for_writing(note.family, passages), passages=passages,
        rows=seen, children=children_to_see(note.family, day, seen) if visit else (),
    )  # fmt: skip


def write_up_page(note, form):
    return writing_page(
        note.family,
        "notes",
        form,
        heading=f"Write up: {kind_of(note).label.lower()}",
        submit_label="Save",
        cancel_url=reverse("note", args=[note.family_id, note.pk]),
        saved_now=entry(note, people_of(note.family)).passages,
    )


def short_page(note, form, **context):
    """A page with one small form about a note."""
    return writing_page(
        note.family,
        "notes",
        form,
        caption=f"{kind_of(note).label} of {note.author}",
        cancel_url=reverse("note", args=[note.family_id, note.pk]),
        **context,
    )
