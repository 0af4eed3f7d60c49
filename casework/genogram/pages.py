"""What the pages of the genogram show."""

from django.urls import reverse

from casework import practice
from casework.access import Can
from casework.acts.keys import key_of
from casework.acts.views import opened, writing_page
from casework.family_page.presenters import family_page
from casework.genogram.forms import NoteForm
from casework.genogram.reading import genogram_of, note_of, notes_of
from casework.passages.reading import people_for_writing


def page(family, *, today):
    access = family.access
    return family_page(
        family, "people", heading="Genogram", today=today, genogram=genogram_of(family, today=today),
        notes=notes_of(family), may_record=access.can(Can.RECORD), may_lead=access.can(Can.LEAD),
    )  # fmt: skip


def form_of(request, family):
    """The form of the notes as they stand, or of their first text."""
    note = note_of(family)
    passages = list(note.passages.all()) if note else []
    return opened(
        request, NoteForm, key_of("genogram-note", family), passages=passages,
        sections=practice.current().genogram_sections, people=people_for_writing(family, passages),
        initial={"version": version_of(family)},
    )  # fmt: skip


def version_of(family):
    note = note_of(family)
    return note.version if note else 0


def note_page(family, form):
    return writing_page(
        family, "people", form, heading="Cultural notes", submit_label="Save the cultural notes",
        saved_now=notes_of(family), cancel_url=reverse("genogram", args=[family.pk]),
    )  # fmt: skip
