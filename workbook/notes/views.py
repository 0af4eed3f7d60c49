"""Recording: choosing a kind, the whole note in one page, and what became of a planned one."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import Can, open_family
from casework.acts.forms import VersionedReasonForm
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.notes.checks import kinds_for
from casework.notes.forms import NoteForm, TookPlaceForm
from casework.notes.models import kind_of
from casework.notes.queries import children_to_see
from casework.notes.states import NoteState
from casework.notes.views import note_of, own_note, short_page
from casework.passages.queries import people_to_write_about
from casework.refusal import Refusal
from workbook.notes import presenters, services


def kind_or_404(kind, access):
    """The kind of this name that one of this standing may record; Http404 where there is none."""
    try:
        return kinds_for(access)[kind]
    except KeyError as error:
        raise Http404 from error


def record_form(request, family, kind):
    today = timezone.localdate()
    return opened(
        request, NoteForm, blank_key(request), sections=kind.sections, people=people_to_write_about(family),
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


def kinds(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    return render(request, "casework/notes/kinds.html", presenters.kinds_page(family, request.user))


def record(request, family_id, kind):
    family = open_family(request, family_id, Can.RECORD)
    chosen = kind_or_404(kind, family.access)
    form = record_form(request, family, chosen)
    if note := carried_out(request, form, partial(services.record, family, kind=kind)):
        messages.success(request, f"{chosen.label} recorded. {presenters.where_recorded(note)}")
        return redirect("note", family.pk, note.pk)
    context = {"submit_label": "Save", "cancel_url": reverse("note-record", args=[family.pk])}
    context = writing_page(family, "notes", form, heading=f"Record: {chosen.label.lower()}", **context)
    return render(request, "casework/notes/write.html", context, status=form.status)


def note(request, family_id, note_id):
    family = open_family(request, family_id)
    note = note_of(family, note_id)
    return render(request, "casework/notes/read.html", presenters.note_page(family, note, request.user))


def took_place(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = own_note(request, family, note_id)
    if request.method == "GET" and note.state != NoteState.PLANNED:
        return redirect("note", family.pk, note.pk)
    form = took_place_form(request, note)
    if carried_out(request, form, partial(services.took_place, note), row=note):
        messages.success(request, f"Saved. {presenters.where_recorded(note)}")
        return redirect("note", family.pk, note.pk)
    context = short_page(note, form, heading="It took place", submit_label="Save", seen_rows=presenters.seen_rows(form))
    return render(request, "casework/notes/took_place.html", context | {"note": note}, status=form.status)


def did_not(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = own_note(request, family, note_id)
    if request.method == "GET" and note.state != NoteState.PLANNED:
        return redirect("note", family.pk, note.pk)
    form = did_not_form(request, note)
    if carried_out(request, form, partial(services.did_not_take_place, note), row=note):
        messages.success(request, f"Saved, with the reason. {presenters.where_recorded(note)}")
        return redirect("note", family.pk, note.pk)
    context = short_page(note, form, heading="It did not take place", submit_label="Save")
    return render(request, "acts/form_page.html", context, status=form.status)


@require_POST
def bring_in(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = note_of(family, note_id)
    try:
        summary = services.bring_in(note, by=request.user, at=timezone.now())
    except Refusal as refusal:
        url = reverse("note", args=[family.pk, note.pk])
        return render(
            request, "409.html", {"heading": "Not done", "sentence": refusal.sentence, "url": url}, status=409
        )
    messages.success(request, f"{kind_of(note).label} of {note.author}: it stands in your summary now.")
    return redirect("summary", family.pk, summary.pk)
