"""Calls about a child's safety that wait for this user: to be passed on within the hour, or to be decided (A7.20)."""

from django.db.models import Q
from django.urls import reverse

from casework import practice
from casework.calls.models import SafetyCall
from casework.calls.queries import calls_for, due_at, not_passed_on
from casework.users.models import TeamMembership
from casework.users.roles import TEAM_MANAGERS, grades_from
from supervision.my_work.due_dates.presenters import DueLine
from supervision.my_work.queries import teams_managed_by

MOST = 20


def calls_of(user, now, today):
    """Those that one took oneself, or a team took that one manages; the undecided ones for who may decide on them."""
    calls = calls_for(user, today=today)
    mine = Q(taken_by=user) | Q(team__in=teams_managed_by(user, today))
    waiting = not_passed_on(calls).filter(mine).order_by("taken_at")[:MOST]
    lines = [_to_pass_on(call, now) for call in waiting]
    grades = set(grades_from(practice.current().decisions.decide_referral)).intersection(TEAM_MANAGERS)
    teams = TeamMembership.objects.on(today).filter(user=user, role__in=grades).values("team")
    passed_on = ~Q(put_through_to="") | Q(told_at__isnull=False, written_at__isnull=False)
    undecided = calls.filter(passed_on, outcome="", team__in=teams).order_by("taken_at")[:MOST]
    return [*lines, *(_to_decide(call) for call in undecided)]


def _to_pass_on(call: SafetyCall, now):
    asked = bool(call.not_put_through_because)
    due = due_at(call)
    return DueLine(
        what=f"Pass on the call about {call.child_name}" if asked else f"Put the call about {call.child_name} through",
        url=reverse("call", args=[call.pk]),
        family="",
        when=due,
        why=f"Taken by {call.taken_by}. Where it cannot be put through it is passed on verbally and in writing.",
        overdue=due <= now,
    )


def _to_decide(call):
    return DueLine(
        what=f"Decide on the call about {call.child_name}",
        url=reverse("call-outcome", args=[call.pk]),
        family="",
        when=call.taken_at,
        why=f"Taken by {call.taken_by}.",
        overdue=False,
    )
