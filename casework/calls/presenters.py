"""What the pages of a call show, and the status of each call and its hour (A7.20)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import families_for
from casework.calls import queries
from casework.calls.models import SafetyCall
from casework.calls.queries import due_at
from casework.calls.states import REFERRAL
from casework.families.models import Family
from casework.people.contact_details.presenters import place_words
from casework.users.models import User
from casework.words import say_when

INTRO = "These three answers first; they are saved before anything else is asked."


def calls_url() -> str:
    return reverse("calls")


def outcome_of(call: SafetyCall) -> str:
    return call.get_outcome_display()


def call_context(call: SafetyCall, user: User, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    works = queries.may_work_on(user, call, today) and not call.outcome
    family = _family_to_open(call, user)
    to_refer = call.outcome == REFERRAL and not hasattr(call, "referral")
    asked = bool(call.put_through_to or call.not_put_through_because)
    return {
        "heading": f"Call about {call.child_name}",
        "caption": f"Taken {say_when(call.taken_at)} by {call.taken_by}, {call.team}",
        "call": call,
        **places_said(call),
        "status": status_of(call, now),
        "outcome": outcome_of(call),
        "may_put_right": works,
        "may_put_through": works and not asked,
        "may_note_caller": works and bool(call.not_put_through_because),
        "may_pass_on": works and bool(call.not_put_through_because) and not call.told_at,
        "may_decide": not call.outcome and queries.may_decide(user, call, today),
        "family": family,
        "referral": getattr(call, "referral", None),
        "to_refer": to_refer,
        "to_add": to_refer and family is not None and not family.people_now(),
    }


def places_said(call: SafetyCall) -> dict[str, str]:
    """Where the child and the caller are, as it was said or, once that is recorded of somebody, as it is there."""
    return {
        "child_address": place_words(call.child_place, call.child_address),
        "caller_address": place_words(call.caller_place, call.caller_address),
        "caller_number": place_words(call.caller_telephone, call.caller_number),
    }


def _family_to_open(call: SafetyCall, user: User) -> Family | None:
    """The family of the call for who may open it, otherwise None."""
    return families_for(user).filter(pk=call.family_id).first() if call.family_id else None


class CallStatus(NamedTuple):
    """The status in `words`, in a tag of `colour`; `due_at` where the hour still runs, or has run out."""

    words: str
    colour: str
    due_at: datetime | None = None
    overdue: bool = False


def status_of(call: SafetyCall, now: datetime) -> CallStatus:
    if call.put_through_to:
        return CallStatus("Put through", "green")
    if call.told_at and call.written_at:
        late = max(call.told_at, call.written_at) > due_at(call)
        return CallStatus("Passed on late" if late else "Passed on", "orange" if late else "green")
    if call.outcome:
        return CallStatus("Decided", "grey")
    overdue = now > due_at(call)
    words = "Not passed on yet" if call.not_put_through_because else "Put through or not?"
    return CallStatus(words, "red" if overdue else "orange", due_at(call), overdue)


class CallRow(NamedTuple):
    call: SafetyCall
    status: CallStatus
    outcome: str


def call_row(call: SafetyCall, now: datetime) -> CallRow:
    return CallRow(call, status_of(call, now), outcome_of(call))
