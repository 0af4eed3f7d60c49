"""A call from its first three answers to its outcome; each step is a page of its own, saved before the next (A7.20)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.checks import LARGEST_ID
from casework.acts.views import done, sent
from casework.calls import forms, presenters, queries, services
from casework.calls.queries import calls_for
from casework.calls.states import REFERRAL
from casework.trail.models import Viewing
from casework.words import say_when


def _call_service(request, form, service):
    """What the service gave for what was sent, or None; a refusal stands in the form."""
    return done(form, lambda: service(**form.cleaned_data, by=request.user, at=timezone.now()))


def _call_to_work_on(request, call_id):
    call = open_call(request, call_id)
    if not queries.may_work_on(request.user, call, timezone.localdate()):
        raise PermissionDenied("Only those of its team who take calls can do that.")
    return call


def _call_to_decide(request, call_id):
    call = open_call(request, call_id)
    if not queries.may_decide(request.user, call, timezone.localdate()):
        raise PermissionDenied("Only a manager of the team that took the call decides on it.")
    return call


def _step(request, call, form, heading, submit_label):
    context = {
        "heading": heading,
        "caption": f"Call taken {say_when(call.taken_at)}",
        "call": call,
        "standing": presenters.status_of(call, timezone.now()),
        "form": form,
        "submit_label": submit_label,
        "cancel_url": reverse("call", args=[call.pk]),
    }
    return render(request, "casework/calls/step.html", context, status=form.status)


def _say_passed_on(request, call):
    if call.written_at:
        messages.success(request, f"Recorded: passed on to {call.told_to}, and in writing.")
    else:
        messages.warning(
            request, f"Recorded: passed on to {call.told_to}. {call.team} has no manager to write to: write to one."
        )


def _after_decision(request, call):
    """A call that becomes a referral leads to its page; for a new family the children come first."""
    if call.outcome != REFERRAL:
        messages.success(request, "The decision on the call was recorded.")
        return redirect("call", call.pk)
    if call.family.people_now():
        messages.success(request, "The decision on the call was recorded. Now record the referral.")
        return redirect("referral-add", call.family_id)
    messages.success(request, f"The family {call.family} was added. Add its people, then record the referral.")
    return redirect("people", call.family_id)


def open_call(request, pk):
    """The call, or Http404; where it is about a family, that its page was looked at is noted of the family."""
    if pk > LARGEST_ID:
        raise Http404
    calls = calls_for(request.user).select_related("team", "taken_by", "decided_by", "family")
    call = get_object_or_404(calls, pk=pk)
    if call.family:
        request.viewing = Viewing(
            user=request.user,
            asked_for=call.family_id,
            family=call.family,
            method=request.method,
            page=request.path[:300],
        )
    return call


PER_PAGE = 25
TELL_FIRST = "The child, the address and the concern are saved. Put the call through to duty now."


def calls(request):
    found = queries.calls_for(request.user).select_related("team", "taken_by", "family")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "heading": "Calls about a child's safety",
        "rows": [(call, presenters.status_of(call, now), presenters.outcome_of(call)) for call in page],
        "may_take": queries.teams_taking(request.user, timezone.localdate(now)).exists(),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "casework/calls/calls.html", context)


def add(request):
    teams = queries.teams_taking(request.user, timezone.localdate())
    if not teams:
        raise PermissionDenied("Business support, social workers and managers take calls, for a team of their own.")
    form = forms.TakeForm(sent(request), teams=teams)
    if call := _call_service(request, form, services.take):
        messages.success(request, TELL_FIRST)
        return redirect("call-put-through", call.pk)
    context = {"heading": "Take a call", "intro": presenters.INTRO, "submit_label": "Save, and put it through"}
    return render(request, "layouts/form_page.html", context | {"form": form, "cancel_url": presenters.calls_url()})


def call(request, call_id):
    call = open_call(request, call_id)
    return render(request, "casework/calls/call.html", presenters.call_context(call, request.user, timezone.now()))


def put_through(request, call_id):
    call = _call_to_work_on(request, call_id)
    form = forms.PutThroughForm(sent(request))
    if done := _call_service(request, form, partial(services.put_through, call)):
        if done.put_through_to:
            messages.success(request, f"Recorded: put through to {done.put_through_to}.")
        return redirect("call" if done.put_through_to else "call-caller", call.pk)
    return _step(request, call, form, "Was it put through?", "Save")


def caller(request, call_id):
    call = _call_to_work_on(request, call_id)
    initial = {"name": call.caller_name, "address": call.caller_address, "number": call.caller_number}
    form = forms.CallerForm(sent(request), initial=initial)
    if _call_service(request, form, partial(services.note_caller, call)):
        return redirect("call" if call.told_at else "call-pass-on", call.pk)
    return _step(request, call, form, "Who is calling?", "Save")


def pass_on(request, call_id):
    call = _call_to_work_on(request, call_id)
    initial = {"told_at": timezone.now()}
    form = forms.PassOnForm(sent(request), initial=initial)
    if done := _call_service(request, form, partial(services.pass_on, call)):
        _say_passed_on(request, done)
        return redirect("call", call.pk)
    return _step(request, call, form, "Pass the call on", "Save")


def outcome(request, call_id):
    call = _call_to_decide(request, call_id)
    families = queries.families_to_choose(request.user)
    form = forms.OutcomeForm(sent(request), families=families)
    if done := _call_service(request, form, partial(services.decide, call)):
        return _after_decision(request, done)
    return _step(request, call, form, "What becomes of the call?", "Record the decision")
