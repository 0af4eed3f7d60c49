"""Calls about a child's safety that wait for this user: to be passed on within the hour, or to be decided (A7.20)."""

from datetime import date, datetime

from django.urls import reverse

from casework.calls.models import SafetyCall
from casework.calls.queries import calls_for, due_at
from casework.users.models import User
from casework.words import london_date, say_relative
from supervision.my_work.calls import queries
from supervision.my_work.due_dates.presenters import DueLine

MOST = 20


def calls_of(user: User, now: datetime, today: date) -> list[DueLine]:
    calls = calls_for(user, today=today)
    to_pass_on = [_to_pass_on(call, now) for call in queries.calls_to_pass_on(calls, user, today)[:MOST]]
    return [*to_pass_on, *(_to_decide(call, now) for call in queries.calls_to_decide(calls, user, today)[:MOST])]


def _to_pass_on(call: SafetyCall, now: datetime) -> DueLine:
    not_put_through = bool(call.not_put_through_because)
    due = due_at(call)
    child = call.child_name
    return DueLine(
        what=f"Pass on the call about {child}" if not_put_through else f"Put the call about {child} through",
        url=reverse("call", args=[call.pk]),
        family="",
        when=due,
        why=f"Taken by {call.taken_by}. Where it cannot be put through it is passed on verbally and in writing.",
        overdue=due <= now,
        urgent=True,
    )


def _to_decide(call: SafetyCall, now: datetime) -> DueLine:
    return DueLine(
        what=f"Decide on the call about {call.child_name}",
        url=reverse("call-outcome", args=[call.pk]),
        family="",
        when=call.taken_at,
        why=f"Taken by {call.taken_by}.",
        overdue=False,
        urgent=True,
        left=f"Waits for a decision since {say_relative(call.taken_at, today=london_date(now))}",
    )
