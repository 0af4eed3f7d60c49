"""Closing a child's case: each child's state, the record, and each step but the last (workbook/closures)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.closures import forms, presenters, queries, services
from casework.closures.forms import ClosureForm
from casework.closures.queries import CLOSURE_FIELDS, last_seen, running_closure, version_of
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.families.views import child_or_404
from casework.family_page.presenters import family_page


def get_closure(family, pk):
    """The closing `pk` of this family; Http404 where it has none such."""
    rows = family.closure_set.select_related(
        "involvement__child", "involvement__referral", "involvement__family", "asked_by", "agreed_by"
    )
    closure = get_object_or_404(rows, pk=pk)
    # The one that access returned, which knows what this user may do.
    closure.family = family
    return closure


def require_may_agree(family):
    """Raise PermissionDenied for those who may not agree to a closing."""
    if not queries.may_agree(family):
        raise PermissionDenied("Agreeing to a closing, or sending it back, needs a higher grade.")


def _closure_form(request, family, child):
    """The form of what is being written; where nothing is, blank but for the day on which the child was last seen."""
    closure = running_closure(family, child)
    facts = (
        {name: getattr(closure, name) for name in CLOSURE_FIELDS}
        if closure
        else {"last_seen_on": last_seen(family, child)}
    )
    return opened(
        request, ClosureForm, key_of(f"closure-{family.pk}", child), child=child, today=timezone.localdate(),
        sections=practice.current().closure_sections, passages=list(closure.passages.all()) if closure else [],
        initial={"version": version_of(closure), **facts},
    )  # fmt: skip


def step_not_possible(request, family, closure):
    """The page that says that this step cannot be taken any more."""
    sentence = f"This closing is now ‘{closure.get_state_display()}’, so this step cannot be taken."
    url = reverse("closure", args=[family.pk, closure.pk])
    context = {"sentence": sentence, "url": url, "link": "See how the closing stands"}
    return render(request, "409.html", context, status=409)


ASKING = [
    "The manager is told, reads the record, and agrees with comments or sends it back.",
    "Until then nothing is written in it.",
]
SENDING_BACK = ["The one who asked is told, and can write in it again."]
DROPPING = ["The case goes on. What was written stays in the record, and a new closing begins without it."]


def closures(request, family_id):
    family = open_family(request, family_id)
    context = {"heading": "Closing", "states": presenters.child_closings(family)}
    return render(request, "casework/closures/closures.html", family_page(family, "people", **context))


def read(request, family_id, closure_id):
    family = open_family(request, family_id)
    closure = get_closure(family, closure_id)
    heading = f"Closing the case for {closure.involvement.child}"
    context = presenters.closure_context(family, closure, heading=heading, as_at=timezone.now())
    return render(request, "casework/closures/read.html", context)


def write(request, family_id, child_id):
    family = open_family(request, family_id, Can.LEAD)
    child = child_or_404(family, child_id)
    if request.method == "GET":
        get_object_or_404(family.involvement_set, child=child, closed_on=None)
    form = _closure_form(request, family, child)
    closure = carried_out(request, form, partial(services.save, family, child))
    if closure:
        messages.success(request, "Saved. Ask the manager to agree when all is there.")
        return redirect("closure", family.pk, closure.pk)
    if form.conflict:
        form.renew(queries.version_of(queries.running_closure(family, child)))
    page = writing_page(family, "people", form, **presenters.write_context(family, child, form))
    return render(request, "casework/closures/write.html", page, status=form.status)


def ask(request, family_id, closure_id):
    family = open_family(request, family_id, Can.LEAD)
    closure = get_closure(family, closure_id)
    if request.method == "GET" and not CLOSURE_STATES.may(closure.state, ClosureState.ASKED):
        return step_not_possible(request, family, closure)
    form = _opened(request, forms.AskForm, closure, "ask")
    if carried_out(request, form, partial(services.ask, closure), row=closure):
        messages.success(request, "The manager has been asked to agree.")
        return redirect("closure", family.pk, closure.pk)
    heading = f"Ask the manager: closing the case for {closure.involvement.child}"
    context = presenters.step_context(family, closure, form, heading=heading, consequences=ASKING)
    context["submit_label"] = "Ask the manager to agree"
    return render(request, "casework/closures/ask.html", context, status=form.status)


def send_back(request, family_id, closure_id):
    family = open_family(request, family_id)
    require_may_agree(family)
    closure = get_closure(family, closure_id)
    if request.method == "GET" and closure.state != ClosureState.ASKED:
        return step_not_possible(request, family, closure)
    form = _opened(request, forms.BecauseForm, closure, "send-back", label="What is to be put right first")
    if carried_out(request, form, partial(services.send_back, closure), row=closure):
        messages.success(request, "Sent back. The one who asked has been told.")
        return redirect("closure", family.pk, closure.pk)
    heading = f"Send back: closing the case for {closure.involvement.child}"
    context = presenters.step_context(family, closure, form, heading=heading, consequences=SENDING_BACK)
    context["submit_label"] = "Send it back"
    return render(request, "acts/form_page.html", context, status=form.status)


def drop(request, family_id, closure_id):
    family = open_family(request, family_id, Can.LEAD)
    closure = get_closure(family, closure_id)
    if request.method == "GET" and not CLOSURE_STATES.may(closure.state, ClosureState.DROPPED):
        return step_not_possible(request, family, closure)
    form = _opened(request, forms.BecauseForm, closure, "drop", label="Why the case goes on")
    if carried_out(request, form, partial(services.drop, closure), row=closure):
        messages.success(request, f"The case for {closure.involvement.child} goes on.")
        return redirect("closures", family.pk)
    heading = f"Drop the closing: the case for {closure.involvement.child} goes on"
    context = presenters.step_context(family, closure, form, heading=heading, consequences=DROPPING)
    context["submit_label"] = "Drop the closing"
    return render(request, "acts/form_page.html", context, status=form.status)


def _opened(request, form_class, closure, name, **details):
    key = key_of(f"closure-{name}", closure)
    return opened(request, form_class, key, initial={"version": closure.version}, **details)
