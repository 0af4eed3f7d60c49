"""The genogram of a family, and writing the cultural notes beside it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.genogram import presenters, queries, services
from casework.genogram.forms import CulturalNotesForm
from casework.genogram.presenters import cultural_notes
from casework.genogram.queries import note_of_family, note_version
from casework.passages.queries import people_to_write_about


def note_form(request, family):
    """The form of the notes as they stand, or of their first text."""
    note = note_of_family(family)
    passages = list(note.passages.all()) if note else []
    return opened(
        request, CulturalNotesForm, key_of("genogram-note", family), passages=passages,
        sections=practice.current().genogram_sections, people=people_to_write_about(family, passages),
        initial={"version": note_version(family)},
    )  # fmt: skip


def note_page(family, form):
    return writing_page(
        family, "people", form, heading="Cultural notes", submit_label="Save the cultural notes",
        saved_now=cultural_notes(family), cancel_url=reverse("genogram", args=[family.pk]),
    )  # fmt: skip


def genogram(request, family_id):
    family = open_family(request, family_id)
    return render(
        request, "casework/genogram/genogram.html", presenters.genogram_page(family, today=timezone.localdate())
    )


def note(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = note_form(request, family)
    if carried_out(request, form, partial(services.save, family)):
        messages.success(request, "The cultural notes are saved.")
        return redirect("genogram", family.pk)
    if form.conflict:
        form.renew(queries.note_version(family))
    return render(request, "casework/passages/page.html", note_page(family, form), status=form.status)
