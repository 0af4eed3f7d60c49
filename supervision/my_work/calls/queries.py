"""Calls about a child's safety that wait for a user (A7.20)."""

from datetime import date

from django.db.models import Q, QuerySet

from casework import practice
from casework.access import holdings_of
from casework.calls.models import SafetyCall
from casework.calls.queries import not_passed_on
from casework.users.models import User
from casework.users.roles import TEAM_MANAGERS, grades_from
from supervision.my_work.queries import teams_managed_by


def calls_to_pass_on(calls: QuerySet[SafetyCall], user: User, today: date) -> QuerySet[SafetyCall]:
    """Of `calls` those that `user` took, or a team took that they manage, the longest first."""
    mine = Q(taken_by=user) | Q(team__in=teams_managed_by(user, today))
    return not_passed_on(calls).filter(mine).order_by("taken_at")


def calls_to_decide(calls: QuerySet[SafetyCall], user: User, today: date) -> QuerySet[SafetyCall]:
    """Of `calls` those passed on and undecided, of the teams for which `user` may decide, the longest first."""
    grades = set(grades_from(practice.current().decisions.decide_referral)).intersection(TEAM_MANAGERS)
    teams = holdings_of(user, today).teams(grades)
    passed_on = ~Q(put_through_to="") | Q(told_at__isnull=False, written_at__isnull=False)
    return calls.filter(passed_on, outcome="", team__in=teams).order_by("taken_at")
