"""What the pages of a call show, and where each leads."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for
from casework.acts.views import done
from casework.calls import reading
from casework.calls.services import REFERRAL
from casework.practice import codes
from casework.words import say_when

INTRO = "These three answers first; they are saved before anything else is asked."


def calls_url():
    return reverse("calls")


def outcome_of(call):
    return codes.label("contact_outcomes", call.outcome) if call.outcome else ""


def carried_out(request, form, service):
    """What the service gave for what was sent, or None; a refusal stands in the form."""
    return done(form, lambda: service(**form.cleaned_data, by=request.user, at=timezone.now()))


def to_work_on(request, call_id):
    call = reading.open_call(request, call_id)
    if not reading.may_work_on(request.user, call, timezone.localdate()):
        raise PermissionDenied("Only those of its team who take calls can do that.")
    return call


def to_decide(request, call_id):
    call = reading.open_call(request, call_id)
    if not reading.may_decide(request.user, call, timezone.localdate()):
        raise PermissionDenied("Only a manager of the team that took the call decides on it.")
    return call


def families_to_choose(user):
    """Those for which `user` decides: a referral is recorded by who may."""
    return families_for(user, Can.DECIDE)


def step(request, call, form, heading, submit_label):
    context = {
        "heading": heading,
        "caption": f"Call taken {say_when(call.taken_at)}",
        "call": call,
        "standing": reading.standing_of(call, timezone.now()),
        "form": form,
        "submit_label": submit_label,
        "cancel_url": reverse("call", args=[call.pk]),
    }
    return render(request, "casework/calls/step.html", context, status=form.status)


def call_page(call, user, now):
    today = timezone.localdate(now)
    works = reading.may_work_on(user, call, today) and not call.outcome
    asked = bool(call.put_through_to or call.not_put_through_because)
    return {
        "heading": f"Call about {call.child_name}",
        "caption": f"Taken {say_when(call.taken_at)} by {call.taken_by}, {call.team}",
        "call": call,
        "standing": reading.standing_of(call, now),
        "outcome": outcome_of(call),
        "may_put_through": works and not asked,
        "may_note_caller": works and bool(call.not_put_through_because),
        "may_pass_on": works and bool(call.not_put_through_because) and not call.told_at,
        "may_decide": not call.outcome and reading.may_decide(user, call, today),
        "family": _family_to_open(call, user),
        "referral": getattr(call, "referral", None),
        "to_refer": call.outcome == REFERRAL and not hasattr(call, "referral"),
    }


def _family_to_open(call, user):
    """Its link stands only for who may open it."""
    return families_for(user).filter(pk=call.family_id).first() if call.family_id else None


def say_passed_on(request, call):
    if call.written_at:
        messages.success(request, f"Recorded: passed on to {call.told_to}, and in writing.")
    else:
        messages.warning(
            request, f"Recorded: passed on to {call.told_to}. {call.team} has no manager to write to: write to one."
        )


def after_the_decision(request, call):
    """A call that becomes a referral leads to its page; for a new family the children come first."""
    if call.outcome != REFERRAL:
        messages.success(request, "The decision on the call was recorded.")
        return redirect("call", call.pk)
    if call.family.people_now():
        messages.success(request, "The decision on the call was recorded. Now record the referral.")
        return redirect("referral-add", call.family_id)
    messages.success(request, f"The family {call.family} was added. Add its people, then record the referral.")
    return redirect("people", call.family_id)
