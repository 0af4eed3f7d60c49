"""The list of a family's notes, and the pages that change a note by itself."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.notes import forms, listing, services, writing
from casework.notes.checks import kind_of, kinds_for
from casework.notes.reading import entries
from casework.notes.states import NoteState
from casework.passages.reading import people_of

SMALL = "acts/form_page.html"
WITHDRAWAL = [
    "The note goes from every page: the list, the summary, the chronology.",
    "It stays in the history, with your name and your reason. Nothing is destroyed.",
    "The team's managers are told, with your reason.",
]


def notes(request, family_id):
    family = open_family(request, family_id)
    people = people_of(family)
    form = listing.filter_form(family, request.GET, people)
    found = listing.narrowed(family, form, people)
    page = listing.page_of(found, request.GET)
    context = {
        "form": form,
        "planned": entries(found.planned(), people) if page.number == 1 else [],
        "entries": entries(page.object_list, people),
        "may_record": family.access.can(Can.RECORD),
        **listing.addresses(page, form),
    }
    return render(request, "casework/notes/list.html", family_page(family, "notes", heading="Notes", **context))


def plan(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    initial = {"kind": request.GET.get("kind", "home_visit")}
    form = opened(request, forms.PlanForm, blank_key(request), initial=initial, kinds=kinds_for(family.access))
    if note := carried_out(request, form, partial(services.plan, family)):
        messages.success(request, f"{kind_of(note).label} planned. When it has taken place, say so here.")
        return redirect("note", family.pk, note.pk)
    context = {"heading": "Plan a visit or a meeting", "submit_label": "Plan it"}
    context = writing_page(family, "notes", form, cancel_url=reverse("notes", args=[family.pk]), **context)
    return render(request, SMALL, context, status=form.status)


def write_up(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = writing.own_note(request, family, note_id)
    if note.took_place_at is None or (request.method == "GET" and note.state != NoteState.TOOK_PLACE):
        return redirect("note", family.pk, note.pk)
    form = writing.write_up_form(request, note)
    if carried_out(request, form, partial(services.write_up, note), row=note):
        messages.success(request, "Saved.")
        return redirect("note", family.pk, note.pk)
    return render(request, "casework/notes/write.html", writing.write_up_page(note, form), status=form.status)


def significant(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = writing.own_note(request, family, note_id)
    form = opened(
        request, forms.SignificanceForm, key_of("note-significant", note), initial=writing.significance_of(note)
    )
    if carried_out(request, form, partial(services.mark_significant, note)):
        messages.success(request, "It stands in the chronology under your headline.")
        return redirect("note", family.pk, note.pk)
    context = writing.short_page(note, form, heading="This is significant", submit_label="Put it into the chronology")
    return render(request, SMALL, context, status=form.status)


def add(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = writing.note_of(family, note_id)
    form = opened(request, forms.AdditionForm, key_of("note-add", note))
    if carried_out(request, form, partial(services.add, note)):
        messages.success(request, "Added, with your name and the time. The text of the note is as it was.")
        return redirect("note", family.pk, note.pk)
    context = writing.short_page(note, form, heading="Add to this note", submit_label="Add it")
    return render(request, SMALL, context, status=form.status)


def withdraw(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = writing.note_to_withdraw(request, family, note_id)
    form = opened(request, forms.ReasonForm, key_of("note-withdraw", note), label="Why do you withdraw it?")
    if carried_out(request, form, partial(services.withdraw, note)):
        messages.success(request, "The note was withdrawn, and the team's managers were told.")
        return redirect("notes", family.pk)
    context = writing.short_page(
        note, form, heading="Withdraw this note", submit_label="Withdraw it", consequences=WITHDRAWAL, dangerous=True
    )
    return render(request, SMALL, context, status=form.status)
