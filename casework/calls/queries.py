"""Which calls somebody may see and work on, and which are not passed on yet (A7.20)."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework import practice
from casework.access import Can, families_for, holdings_of, reach, unrestricted
from casework.calls.models import SafetyCall
from casework.families.models import Family
from casework.practice import calendar
from casework.trail.rows import fingerprint
from casework.users.models import Post, Team, TeamMembership, User
from casework.users.queries import holders_of
from casework.users.roles import CALL_TAKERS, GRADES, TEAM_MANAGERS, Role, grades_from

READERS_BY_POST = (*GRADES, Role.AUDITOR)


def families_to_choose(user: User) -> QuerySet[Family]:
    """Those for which `user` decides: a referral is recorded by who may."""
    return families_for(user, Can.DECIDE)


def teams_taking(user: User, today: date) -> QuerySet[Team]:
    """The teams for which `user` may take a call."""
    memberships = TeamMembership.objects.on(today).filter(user=user, role__in=CALL_TAKERS)
    return Team.objects.filter(pk__in=memberships.values("team"))


def takes_calls(user: User, today: date) -> bool:
    """Whether `user` may take a call for one of their teams."""
    return bool(holdings_of(user, today).teams(CALL_TAKERS))


def calls_for(user: User, *, today: date | None = None) -> QuerySet[SafetyCall]:
    """The calls that `user` may see: those of their teams, and those about a family that they may open.

    One about a restricted family is seen only by who is on its list.
    """
    today = today or timezone.localdate()
    if not user.is_active:
        return SafetyCall.objects.none()
    held = holdings_of(user, today)
    open_to = Q(family=None) | unrestricted(user, today=today, family="family")
    if held.has_post(READERS_BY_POST):
        return SafetyCall.objects.filter(open_to)
    of_my_teams = open_to & Q(team__in=held.teams(Role))
    return SafetyCall.objects.filter(of_my_teams | reach(user, today=today, family="family"))


def may_work_on(user: User, call: SafetyCall, today: date) -> bool:
    """Whether `user` may say what becomes of the call until it is decided."""
    return teams_taking(user, today).filter(pk=call.team_id).exists()


def may_decide(user: User, call: SafetyCall, today: date) -> bool:
    """Whether `user` has, over the team that took the call, the grade that decides on it (C27)."""
    grades = grades_from(practice.current().decisions.decide_referral)
    held = TeamMembership.objects.on(today).filter(user=user, team=call.team_id, role__in=grades)
    return held.exists() or Post.objects.on(today).filter(user=user, role__in=grades).exists()


def fingerprint_of_call(call: SafetyCall) -> str:
    """Of what was said, as a page shows it."""
    return fingerprint(call.pk, call.child_name, call.child_address, call.concern)


def fingerprint_of_caller(call: SafetyCall) -> str:
    """Of who called, as a page shows it."""
    return fingerprint(call.pk, call.caller_name, call.caller_address, call.caller_number)


def due_at(call: SafetyCall) -> datetime:
    """When a call that could not be put through is to have been passed on, verbally and in writing."""
    return calendar.after(call.taken_at, practice.current().settings.call_passed_on_within)


def not_passed_on(calls: QuerySet[SafetyCall]) -> QuerySet[SafetyCall]:
    """Those of which the hour runs, or has run out."""
    return calls.filter(Q(told_at=None) | Q(written_at=None), put_through_to="", outcome="")


def managers_of_call(call: SafetyCall, at: datetime) -> QuerySet[User]:
    """The active managers, on the day of `at`, of the team that took the call."""
    return holders_of(TEAM_MANAGERS, teams=[call.team_id], today=timezone.localdate(at))


def is_overdue(call: SafetyCall, now: datetime) -> bool:
    """Whether the hour has passed and the call was neither put through, nor passed on in both ways, nor decided."""
    waits = not (call.put_through_to or call.outcome or (call.told_at and call.written_at))
    return waits and now > due_at(call)


def overdue_calls(now: datetime) -> list[SafetyCall]:
    """The calls of which the time has passed and nobody was notified yet; none at night (C28)."""
    if not calendar.may_remind_at(now, practice.current().settings):
        return []
    waiting = not_passed_on(SafetyCall.objects.filter(overdue_told_at=None))
    return [call for call in waiting if is_overdue(call, now)]
