"""What the pages of a call show, and how each call stands with its hour (A7.20)."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import families_for
from casework.calls import queries
from casework.calls.queries import due_at
from casework.calls.states import REFERRAL
from casework.words import say_when

INTRO = "These three answers first; they are saved before anything else is asked."


def calls_url():
    return reverse("calls")


def outcome_of(call):
    return call.get_outcome_display()


def call_context(call, user, now):
    today = timezone.localdate(now)
    works = queries.may_work_on(user, call, today) and not call.outcome
    asked = bool(call.put_through_to or call.not_put_through_because)
    return {
        "heading": f"Call about {call.child_name}",
        "caption": f"Taken {say_when(call.taken_at)} by {call.taken_by}, {call.team}",
        "call": call,
        "standing": status_of(call, now),
        "outcome": outcome_of(call),
        "may_put_through": works and not asked,
        "may_note_caller": works and bool(call.not_put_through_because),
        "may_pass_on": works and bool(call.not_put_through_because) and not call.told_at,
        "may_decide": not call.outcome and queries.may_decide(user, call, today),
        "family": _family_to_open(call, user),
        "referral": getattr(call, "referral", None),
        "to_refer": call.outcome == REFERRAL and not hasattr(call, "referral"),
    }


def _family_to_open(call, user):
    """Its link stands only for who may open it."""
    return families_for(user).filter(pk=call.family_id).first() if call.family_id else None


class CallStatus(NamedTuple):
    """How a call stands: `words` in a tag of `colour`; `due_at` where the hour still runs, or has run out."""

    words: str
    colour: str
    due_at: object = None
    overdue: bool = False


def status_of(call, now):
    if call.put_through_to:
        return CallStatus("Put through", "green")
    passed_on = [call.told_at, call.written_at]
    if all(passed_on):
        late = max(passed_on) > due_at(call)
        return CallStatus("Passed on late" if late else "Passed on", "orange" if late else "green")
    if call.outcome:
        return CallStatus("Decided", "grey")
    overdue = now > due_at(call)
    words = "Not passed on yet" if call.not_put_through_because else "Put through or not?"
    return CallStatus(words, "red" if overdue else "orange", due_at(call), overdue)
