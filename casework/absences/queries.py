"""Who is away, who covers for them, and whose absence somebody may record."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from casework.absences.models import Absence
from casework.users.models import TeamMembership, User
from casework.users.queries import holders_of
from casework.users.roles import GRADES, PRACTITIONERS


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


def absences_to_come(user: User, today: date) -> QuerySet[Absence]:
    """Those that `user` may cancel, and those in which they cover, the next first; what is over is not among them."""
    mine = Q(user__in=recordable_users(user, today)) | Q(cover=user)
    to_come = Absence.objects.filter(mine, cancelled=False, until_date__gte=today)
    return to_come.select_related("user", "cover")


def absences_covered_by(user: User, today: date) -> QuerySet[Absence]:
    """The absences in which `user` covers today."""
    return Absence.objects.covered_by(user, today).select_related("user").order_by("until_date")
