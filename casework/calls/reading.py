"""Which calls somebody may see, and how each stands with its hour (A7.20)."""

from typing import NamedTuple

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework import practice
from casework.access import families_for
from casework.access.families import LARGEST_ID, unrestricted_for
from casework.calls.models import SafetyCall
from casework.duedates import clock
from casework.families.models import Family
from casework.trail.models import Viewing
from casework.users.models import Post, Team, TeamMembership
from casework.users.roles import GRADES, Role, grades_from

TAKERS = (Role.BUSINESS_SUPPORT, Role.SOCIAL_WORKER, *GRADES)
READERS_BY_POST = (*GRADES, Role.AUDITOR)


class Standing(NamedTuple):
    """How a call stands: `words` in a tag of `colour`; `due_at` where the hour still runs, or has run out."""

    words: str
    colour: str
    due_at: object = None
    overdue: bool = False


def teams_taking(user, today):
    """The teams for which `user` may take a call."""
    memberships = TeamMembership.objects.on(today).filter(user=user, role__in=TAKERS)
    return Team.objects.filter(pk__in=memberships.values("team"))


def calls_for(user, *, today=None):
    """The calls that `user` may see: those of their teams, and those about a family that they may open.

    One about a restricted family is seen only by who is on its list.
    """
    today = today or timezone.localdate()
    if not user.is_active:
        return SafetyCall.objects.none()
    open_to = Q(family=None) | Q(family__in=Family.objects.filter(unrestricted_for(user, today)))
    if Post.objects.on(today).filter(user=user, role__in=READERS_BY_POST).exists():
        return SafetyCall.objects.filter(open_to)
    teams = TeamMembership.objects.on(today).filter(user=user).values("team")
    return SafetyCall.objects.filter(open_to & Q(team__in=teams) | Q(family__in=families_for(user, today=today)))


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


def may_work_on(user, call, today):
    """Whether `user` may say what becomes of the call until it is decided."""
    return teams_taking(user, today).filter(pk=call.team_id).exists()


def may_decide(user, call, today):
    """Whether `user` has, over the team that took the call, the grade that decides on it (C27)."""
    grades = grades_from(practice.current().decisions.decide_referral)
    held = TeamMembership.objects.on(today).filter(user=user, team=call.team_id, role__in=grades)
    return held.exists() or Post.objects.on(today).filter(user=user, role__in=grades).exists()


def due_at(call):
    """When a call that could not be put through is to have been passed on, verbally and in writing."""
    return clock.after(call.taken_at, practice.current().settings.call_passed_on_within)


def standing_of(call, now):
    if call.put_through_to:
        return Standing("Put through", "green")
    passed_on = [call.told_at, call.written_at]
    if all(passed_on):
        late = max(passed_on) > due_at(call)
        return Standing("Passed on late" if late else "Passed on", "orange" if late else "green")
    if call.outcome:
        return Standing("Decided", "grey")
    overdue = now > due_at(call)
    words = "Not passed on yet" if call.not_put_through_because else "Put through or not?"
    return Standing(words, "red" if overdue else "orange", due_at(call), overdue)


def not_passed_on(calls):
    """Those of which the hour runs, or has run out."""
    return calls.filter(Q(told_at=None) | Q(written_at=None), put_through_to="", outcome="")
