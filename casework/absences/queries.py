"""Who is away, who covers for them, and whose absence somebody may record."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from casework.absences.models import Absence
from casework.access import Can, families_for
from casework.access.queries import lasting
from casework.allocations.models import Allocation
from casework.families.models import FamilyTeam
from casework.subjects import type_of
from casework.users.models import TeamMembership, User
from casework.users.queries import holders_of
from casework.users.roles import GRADES, PRACTITIONERS, TEAM_MANAGERS

# Somebody who is back for so many days or fewer was away all the time: cover is not renewed by an afternoon's work.
ONE_ABSENCE = timedelta(days=7)
TOLD = "cover_named"


def teams_managed(user: User, today: date) -> QuerySet:
    """The ids of the teams that `user` manages."""
    return TeamMembership.objects.on(today).filter(user=user, role__in=GRADES).values("team")


def recordable_users(user: User, today: date) -> QuerySet[User]:
    """Whose absence `user` may record: their own, and that of the practitioners of the teams that they manage."""
    managed = holders_of(PRACTITIONERS, teams=teams_managed(user, today), today=today)
    own = TeamMembership.objects.on(today).filter(user=user, role__in=PRACTITIONERS).values("user")
    return User.objects.filter(Q(pk__in=managed) | Q(pk__in=own), is_active=True)


def covers_for(user: User, today: date) -> QuerySet[User]:
    """The practitioners of the teams of `user`, but for themselves."""
    teams = TeamMembership.objects.on(today).filter(user=user, role__in=PRACTITIONERS).values("team")
    return holders_of(PRACTITIONERS, teams=teams, today=today).exclude(pk=user.pk)


def covers_for_any(users: Iterable[User], today: date) -> QuerySet[User]:
    """All who could cover for one of `users`."""
    teams = TeamMembership.objects.on(today).filter(user__in=users, role__in=PRACTITIONERS).values("team")
    return holders_of(PRACTITIONERS, teams=teams, today=today)


def going_on(user: User, from_date: date, until_date: date) -> list[Absence]:
    """The absences of `user` that are one with these days: less than ONE_ABSENCE lies between each and the next.

    In order; none of them is on these days.
    """
    rows = Absence.objects.filter(user=user, cancelled=False)
    first, last = from_date, until_date
    found: list[Absence] = []
    for row in rows.filter(until_date__lt=from_date).order_by("-until_date"):
        if first - row.last_day > ONE_ABSENCE:
            break
        first = row.from_date
        found.insert(0, row)
    for row in rows.filter(from_date__gt=until_date).order_by("from_date"):
        if row.from_date - last > ONE_ABSENCE:
            break
        last = row.last_day
        found.append(row)
    return found


def managers_to_tell(absence: Absence, today: date) -> list[User]:
    """Who manages the team of a family in which the one away is allocated on these days, and may know of it there."""
    parts = Allocation.objects.filter(lasting(absence.last_day, absence.from_date), worker=absence.user)
    families = parts.order_by().values("family")
    teams = FamilyTeam.objects.on(today).filter(family__in=families).order_by().values("team")
    managers = holders_of(TEAM_MANAGERS, teams=teams, today=today)
    return [each for each in managers if families_for(each, Can.DECIDE, today=today).filter(pk__in=families).exists()]


def absences_to_come(user: User, today: date) -> QuerySet[Absence]:
    """Those that `user` may cancel, in which they cover, or of which they were told for a family that they manage; the
    next first. What is over is not among them.
    """
    told = user.notifications.filter(kind=TOLD, subject_type=type_of(Absence)).order_by().values("subject_id")
    mine = Q(user__in=recordable_users(user, today)) | Q(cover=user) | Q(pk__in=told)
    to_come = Absence.objects.filter(mine, cancelled=False, until_date__gte=today)
    return to_come.select_related("user", "cover")


def absences_covered_by(user: User, today: date) -> QuerySet[Absence]:
    """The absences in which `user` covers today."""
    return Absence.objects.covered_by(user, today).select_related("user").order_by("until_date")
