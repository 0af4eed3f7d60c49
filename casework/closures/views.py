"""Closing a child's case: each child's state, the record, and each step but the last (workbook/closures)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.closures import forms, letter_pages, pages, reading, services
from casework.closures.letter_services import may_keep_letters
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.family_page.presenters import family_page
from casework.summaries.pages import child_of

ASKING = [
    "The manager is told, reads the record, and agrees with comments or sends it back.",
    "Until then nothing is written in it.",
]
SENDING_BACK = ["The one who asked is told, and can write in it again."]
DROPPING = ["The case goes on. What was written stays in the record, and a new closing begins without it."]


def closures(request, family_id):
    family = open_family(request, family_id)
    context = {"heading": "Closing", "states": reading.states_of(family)}
    return render(request, "casework/closures/closures.html", family_page(family, "people", **context))


def read(request, family_id, closure_id):
    family = open_family(request, family_id)
    closure = pages.closure_of(family, closure_id)
    heading = f"Closing the case for {closure.involvement.child}"
    context = pages.page(family, closure, heading=heading, as_at=timezone.now())
    return render(request, "casework/closures/read.html", context)


def write(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = child_of(family, child_id)
    if request.method == "GET":
        get_object_or_404(family.involvement_set, child=child, closed_on=None)
    form = pages.form_of(request, family, child)
    closure = carried_out(request, form, partial(services.save, family, child))
    if closure:
        messages.success(request, "Saved. Ask the manager to agree when all is there.")
        return redirect("closure", family.pk, closure.pk)
    if form.conflict:
        form.renew(pages.version_of(services.being_written(family, child)))
    return render(request, "casework/closures/write.html", pages.write_page(family, child, form), status=form.status)


def ask(request, family_id, closure_id):
    family = open_family(request, family_id, Can.LEAD)
    closure = pages.closure_of(family, closure_id)
    if request.method == "GET" and not CLOSURE_STATES.may(closure.state, ClosureState.ASKED):
        return pages.moved_on(request, family, closure)
    form = _opened(request, forms.AskForm, closure, "ask")
    if carried_out(request, form, partial(services.ask, closure), row=closure):
        messages.success(request, "The manager has been asked to agree.")
        return redirect("closure", family.pk, closure.pk)
    heading = f"Ask the manager: closing the case for {closure.involvement.child}"
    context = pages.form_page(family, closure, form, heading=heading, consequences=ASKING)
    context["submit_label"] = "Ask the manager to agree"
    return render(request, "casework/closures/ask.html", context, status=form.status)


def send_back(request, family_id, closure_id):
    family = open_family(request, family_id)
    pages.agreeing_only(family)
    closure = pages.closure_of(family, closure_id)
    if request.method == "GET" and closure.state != ClosureState.ASKED:
        return pages.moved_on(request, family, closure)
    form = _opened(request, forms.BecauseForm, closure, "send-back", label="What is to be put right first")
    if carried_out(request, form, partial(services.send_back, closure), row=closure):
        messages.success(request, "Sent back. The one who asked has been told.")
        return redirect("closure", family.pk, closure.pk)
    heading = f"Send back: closing the case for {closure.involvement.child}"
    context = pages.form_page(family, closure, form, heading=heading, consequences=SENDING_BACK)
    context["submit_label"] = "Send it back"
    return render(request, "acts/form_page.html", context, status=form.status)


def drop(request, family_id, closure_id):
    family = open_family(request, family_id, Can.LEAD)
    closure = pages.closure_of(family, closure_id)
    if request.method == "GET" and not CLOSURE_STATES.may(closure.state, ClosureState.DROPPED):
        return pages.moved_on(request, family, closure)
    form = _opened(request, forms.BecauseForm, closure, "drop", label="Why the case goes on")
    if carried_out(request, form, partial(services.drop, closure), row=closure):
        messages.success(request, f"The case for {closure.involvement.child} goes on.")
        return redirect("closures", family.pk)
    heading = f"Drop the closing: the case for {closure.involvement.child} goes on"
    context = pages.form_page(family, closure, form, heading=heading, consequences=DROPPING)
    context["submit_label"] = "Drop the closing"
    return render(request, "acts/form_page.html", context, status=form.status)


def _opened(request, form_class, closure, name, **details):
    key = key_of(f"closure-{name}", closure)
    return opened(request, form_class, key, initial={"version": closure.version}, **details)


def letters(request, family_id, closure_id):
    family = open_family(request, family_id)
    closure = pages.closure_of(family, closure_id)
    if not may_keep_letters(family.access, closure):
        raise PermissionDenied("The letters are kept by those who record on this family's file, and business support.")
    form, rows = letter_pages.opened(request, closure)
    if request.method == "POST" and letter_pages.saved(request, closure, form, rows):
        messages.success(request, "The letters are saved.")
        return redirect("closure", family.pk, closure.pk)
    context = letter_pages.page(family, closure, form, rows)
    return render(request, "casework/closures/letters.html", context, status=form.status)
