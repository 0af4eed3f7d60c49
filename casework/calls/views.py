"""A call from its first three answers to its outcome; each step is a page of its own, saved before the next (A7.20)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import SignedInRequest
from casework.acts.paging import page_by_key
from casework.acts.views import ActView
from casework.calls import forms, presenters, queries, services
from casework.calls.models import SafetyCall
from casework.calls.states import REFERRAL
from casework.forms.base import PageForm
from casework.sent import LARGEST_ID
from casework.trail.models import Viewing
from casework.words import say_when


def open_call(request: SignedInRequest, pk: int) -> SafetyCall:
    """The call, or Http404; where it is about a family, a viewing of the family is noted."""
    if pk > LARGEST_ID:
        raise Http404
    calls = queries.calls_for(request.user).select_related(
        "team", "taken_by", "decided_by", "family", "child_place__person__merged_into",
        "caller_place__person__merged_into", "caller_telephone__person__merged_into",
    )  # fmt: skip
    call = get_object_or_404(calls, pk=pk)
    if call.family:
        request.viewing = Viewing(
            user=request.user,
            asked_for=call.family.pk,
            family=call.family,
            method=request.method,
            page=request.path[:300],
        )
    return call


def calls(request: SignedInRequest) -> HttpResponse:
    found = queries.calls_for(request.user).select_related("team", "taken_by", "family")
    page, now = page_by_key(found, ("-taken_at", "-pk"), request.GET), timezone.now()
    context = {
        "heading": "Calls about a child's safety",
        "rows": [presenters.call_row(call, now) for call in page.rows],
        "may_take": queries.takes_calls(request.user, timezone.localdate(now)),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "casework/calls/calls.html", context)


def call(request: SignedInRequest, call_id: int) -> HttpResponse:
    call = open_call(request, call_id)
    return render(request, "casework/calls/call.html", presenters.call_context(call, request.user, timezone.now()))


class TakeCall(ActView):
    """Of one call there is one record, on which is decided: what was said better or later is put right in it."""

    changed_on = "call-put-right"
    not_asked_there = {"team"}
    template_name = "casework/calls/take.html"
    form_class = forms.TakeForm
    service = staticmethod(services.take)
    heading = "Take a call"
    submit_label = "Save, and put it through"
    success = "The child, the address and the concern are saved. Put the call through to duty now."

    def find(self) -> None:
        self.teams = queries.teams_taking(self.request.user, timezone.localdate())
        if not self.teams:
            raise PermissionDenied("Business support, social workers and managers take calls, for a team of their own.")

    def details(self) -> dict[str, Any]:
        return {"teams": self.teams}

    def subjects(self) -> tuple[()]:
        return ()

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.INTRO}

    def next_url(self, result: SafetyCall) -> str:
        return reverse("call-put-through", args=[result.pk])

    def cancel_url(self) -> str:
        return presenters.calls_url()


class CallStep(ActView):
    """One step of a call, for those of its team who take calls."""

    template_name = "casework/calls/step.html"
    submit_label = "Save"

    def find(self, call_id: int) -> None:
        self.row = open_call(self.request, call_id)
        if not queries.may_work_on(self.request.user, self.row, timezone.localdate()):
            raise PermissionDenied("Only those of its team who take calls can do that.")

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "caption": f"Call taken {say_when(self.row.taken_at)}",
            "call": self.row,
            **presenters.places_said(self.row),
            "status": presenters.status_of(self.row, timezone.now()),
        }

    def next_url(self, result: SafetyCall) -> str:
        return reverse("call", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("call", args=[self.row.pk])


class PutCallRight(CallStep):
    form_class = forms.PutRightForm
    service = staticmethod(services.put_right)
    heading = "Correct what was said"
    success = "What was said was corrected. The history keeps how it was."

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.outcome else None

    def saw(self) -> str:
        return queries.fingerprint_of_call(self.row)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in ("child_name", "child_address", "concern")}


class PutThrough(CallStep):
    recorded_once = True
    form_class = forms.PutThroughForm
    service = staticmethod(services.put_through)
    heading = "Was it put through?"

    def message(self, result: SafetyCall) -> str:
        return f"Recorded: put through to {result.put_through_to}." if result.put_through_to else ""

    def next_url(self, result: SafetyCall) -> str:
        return reverse("call" if result.put_through_to else "call-caller", args=[result.pk])


class NoteCaller(CallStep):
    form_class = forms.CallerForm
    service = staticmethod(services.note_caller)
    heading = "Who is calling?"

    def saw(self) -> str:
        return queries.fingerprint_of_caller(self.row)

    def initial(self) -> dict[str, Any]:
        call = self.row
        return {"name": call.caller_name, "address": call.caller_address, "number": call.caller_number}

    def next_url(self, result: SafetyCall) -> str:
        return reverse("call" if result.told_at else "call-pass-on", args=[result.pk])


class PassOn(CallStep):
    recorded_once = True
    form_class = forms.PassOnForm
    service = staticmethod(services.pass_on)
    heading = "Pass the call on"

    def initial(self) -> dict[str, Any]:
        return {"told_at": timezone.now()}

    def message(self, result: SafetyCall) -> str:
        """A warning instead, where there was no manager to write to."""
        recorded = f"Recorded: passed on to {result.told_to}"
        if result.written_at:
            return f"{recorded}, and in writing."
        messages.warning(self.request, f"{recorded}. {result.team} has no manager to write to: write to one.")
        return ""


class DecideOnCall(CallStep):
    recorded_once = True
    form_class = forms.OutcomeForm
    service = staticmethod(services.decide)
    heading = "What becomes of the call?"
    submit_label = "Record the decision"

    def find(self, call_id: int) -> None:
        self.row = open_call(self.request, call_id)
        if not queries.may_decide(self.request.user, self.row, timezone.localdate()):
            raise PermissionDenied("Only a manager of the team that took the call decides on it.")

    def details(self) -> dict[str, Any]:
        return {"families": queries.families_to_choose(self.request.user)}

    def message(self, result: SafetyCall) -> str:
        if result.outcome != REFERRAL or result.family is None:
            return "The decision on the call was recorded."
        if result.family.people_now():
            return "The decision on the call was recorded. Now record the referral."
        return f"The family {result.family} was added. Add its people, then record the referral."

    def next_url(self, result: SafetyCall) -> str:
        """A call that becomes a referral leads to its page; for a new family the children come first."""
        if result.outcome != REFERRAL or result.family is None:
            return reverse("call", args=[result.pk])
        return reverse("referral-add" if result.family.people_now() else "people", args=[result.family_id])
