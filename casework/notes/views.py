"""The list of a family's notes, and the pages that change a note by itself."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.notes import forms, services
from casework.notes.checks import kinds_for, may_withdraw
from casework.notes.forms import NoteFilterForm, WriteUpForm
from casework.notes.models import kind_of
from casework.notes.presenters import note_entries, note_entry, page_urls
from casework.notes.queries import children_to_see, filtered_notes
from casework.notes.states import NoteState
from casework.passages.queries import people_ever, people_to_write_about

PER_PAGE = 25


def filter_form(family, asked, people):
    """The filter bound to what the address asks for; only authors and children of this family are offered."""
    notes = family.casenote_set.not_withdrawn().select_related("author")
    authors = [note.author for note in notes.order_by("author_id").distinct("author_id")]
    children = [person for person in people if person.is_child]
    return NoteFilterForm(asked, authors=sorted(authors, key=str), children=children)


def page_of(notes, asked):
    return Paginator(notes.not_planned().newest_first(), PER_PAGE).get_page(asked.get("page"))


FORM_PAGE = "acts/form_page.html"
WITHDRAWAL = [
    "The note goes from every page: the list, the summary, the chronology.",
    "It stays in the history, with your name and your reason. Nothing is destroyed.",
    "The team's managers are told, with your reason.",
]


def notes(request, family_id):
    family = open_family(request, family_id)
    people = people_ever(family)
    form = filter_form(family, request.GET, people)
    chosen = form.chosen()
    found = filtered_notes(family, people, **chosen)
    page = page_of(found, request.GET)
    context = {
        "form": form,
        "planned": note_entries(found.planned(), people) if page.number == 1 else [],
        "entries": note_entries(page.object_list, people),
        "may_record": family.access.can(Can.RECORD),
        **page_urls(page, chosen),
    }
    return render(request, "casework/notes/list.html", family_page(family, "notes", heading="Notes", **context))


def plan(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    initial = {"kind": request.GET.get("kind", "home_visit")}
    form = opened(request, forms.PlanNoteForm, blank_key(request), initial=initial, kinds=kinds_for(family.access))
    if note := carried_out(request, form, partial(services.plan, family)):
        messages.success(request, f"{kind_of(note).label} planned. When it has taken place, say so here.")
        return redirect("note", family.pk, note.pk)
    context = {"heading": "Plan a visit or a meeting", "submit_label": "Plan it"}
    context = writing_page(family, "notes", form, cancel_url=reverse("notes", args=[family.pk]), **context)
    return render(request, FORM_PAGE, context, status=form.status)


def write_up(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = own_note(request, family, note_id)
    if note.took_place_at is None or (request.method == "GET" and note.state != NoteState.TOOK_PLACE):
        return redirect("note", family.pk, note.pk)
    form = write_up_form(request, note)
    if carried_out(request, form, partial(services.write_up, note), row=note):
        messages.success(request, "Saved.")
        return redirect("note", family.pk, note.pk)
    return render(request, "casework/notes/write.html", write_up_page(note, form), status=form.status)


def significant(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = own_note(request, family, note_id)
    form = opened(request, forms.SignificanceForm, key_of("note-significant", note), initial=significance_initial(note))
    if carried_out(request, form, partial(services.mark_significant, note)):
        messages.success(request, "It stands in the chronology under your headline.")
        return redirect("note", family.pk, note.pk)
    context = short_page(note, form, heading="This is significant", submit_label="Put it into the chronology")
    return render(request, FORM_PAGE, context, status=form.status)


def add(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = note_of(family, note_id)
    form = opened(request, forms.AdditionForm, key_of("note-add", note))
    if carried_out(request, form, partial(services.add_addendum, note)):
        messages.success(request, "Added, with your name and the time. The text of the note is as it was.")
        return redirect("note", family.pk, note.pk)
    context = short_page(note, form, heading="Add to this note", submit_label="Add it")
    return render(request, FORM_PAGE, context, status=form.status)


def withdraw(request, family_id, note_id):
    family = open_family(request, family_id, Can.RECORD)
    note = note_to_withdraw(request, family, note_id)
    form = opened(request, forms.ReasonForm, key_of("note-withdraw", note), label="Why do you withdraw it?")
    if carried_out(request, form, partial(services.withdraw, note)):
        messages.success(request, "The note was withdrawn, and the team's managers were told.")
        return redirect("notes", family.pk)
    context = short_page(
        note, form, heading="Withdraw this note", submit_label="Withdraw it", consequences=WITHDRAWAL, dangerous=True
    )
    return render(request, FORM_PAGE, context, status=form.status)


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


def significance_initial(note):
    """What the form opens with where the note is significant already."""
    significance = getattr(note, "significance", None)
    return {"headline": significance.headline, "why": significance.why} if significance else {}


def write_up_form(request, note):
    passages, seen = list(note.passages.all()), list(note.seen.all())
    initial = {name: getattr(note, name) for name in ("version", "took_place_at", "where", "who_was_there")}
    visit, day = kind_of(note).visit, timezone.localdate(note.took_place_at)
    return opened(
        request, WriteUpForm, key_of("note-write-up", note), initial=initial, note=note,
        sections=kind_of(note).sections, people=people_to_write_about(note.family, passages), passages=passages,
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
        saved_now=note_entry(note, people_ever(note.family)).passages,
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
