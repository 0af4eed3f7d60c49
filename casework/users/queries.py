"""Who holds a role in a team on a day, and which teams somebody manages."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from casework.users.models import Team, TeamMembership, User
from casework.users.roles import GRADES


def teams_managed_by(user: User, today: date) -> QuerySet[Team]:
    """The teams to which `user` may add a family."""
    return Team.objects.filter(
        pk__in=TeamMembership.objects.on(today).filter(user=user, role__in=GRADES).values("team")
    )


def holders_of(roles: Iterable[str], *, teams: Iterable | QuerySet, today: date) -> QuerySet[User]:
    """The active users who hold one of `roles` in one of `teams` (rows, ids or a query of ids) on `today`."""
    memberships = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles)
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True)
