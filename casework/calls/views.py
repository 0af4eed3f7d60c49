"""A call from its first three answers to its outcome; each step is a page of its own, saved before the next (A7.20)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.acts.views import sent
from casework.calls import forms, pages, reading, services

PER_PAGE = 25
TELL_FIRST = "The child, the address and the concern are saved. Put the call through to duty now."


def calls(request):
    found = reading.calls_for(request.user).select_related("team", "taken_by", "family")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "heading": "Calls about a child's safety",
        "rows": [(call, reading.standing_of(call, now), pages.outcome_of(call)) for call in page],
        "may_take": reading.teams_taking(request.user, timezone.localdate(now)).exists(),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "casework/calls/calls.html", context)


def add(request):
    teams = reading.teams_taking(request.user, timezone.localdate())
    if not teams:
        raise PermissionDenied("Business support, social workers and managers take calls, for a team of their own.")
    form = forms.TakeForm(sent(request), teams=teams)
    if call := pages.carried_out(request, form, services.take):
        messages.success(request, TELL_FIRST)
        return redirect("call-put-through", call.pk)
    context = {"heading": "Take a call", "intro": pages.INTRO, "submit_label": "Save, and put it through"}
    return render(request, "layouts/form_page.html", context | {"form": form, "cancel_url": pages.calls_url()})


def call(request, call_id):
    call = reading.open_call(request, call_id)
    return render(request, "casework/calls/call.html", pages.call_page(call, request.user, timezone.now()))


def put_through(request, call_id):
    call = pages.to_work_on(request, call_id)
    form = forms.PutThroughForm(sent(request))
    if done := pages.carried_out(request, form, partial(services.put_through, call)):
        if done.put_through_to:
            messages.success(request, f"Recorded: put through to {done.put_through_to}.")
        return redirect("call" if done.put_through_to else "call-caller", call.pk)
    return pages.step(request, call, form, "Was it put through?", "Save")


def caller(request, call_id):
    call = pages.to_work_on(request, call_id)
    initial = {"name": call.caller_name, "address": call.caller_address, "number": call.caller_number}
    form = forms.CallerForm(sent(request), initial=initial)
    if pages.carried_out(request, form, partial(services.note_caller, call)):
        return redirect("call" if call.told_at else "call-pass-on", call.pk)
    return pages.step(request, call, form, "Who is calling?", "Save")


def pass_on(request, call_id):
    call = pages.to_work_on(request, call_id)
    initial = {"told_at": timezone.now()}
    form = forms.PassOnForm(sent(request), initial=initial)
    if done := pages.carried_out(request, form, partial(services.pass_on, call)):
        pages.say_passed_on(request, done)
        return redirect("call", call.pk)
    return pages.step(request, call, form, "Pass the call on", "Save")


def outcome(request, call_id):
    call = pages.to_decide(request, call_id)
    families = pages.families_to_choose(request.user)
    form = forms.OutcomeForm(sent(request), families=families)
    if done := pages.carried_out(request, form, partial(services.decide, call)):
        return pages.after_the_decision(request, done)
    return pages.step(request, call, form, "What becomes of the call?", "Record the decision")
