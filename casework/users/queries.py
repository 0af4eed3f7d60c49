"""Who holds a role in a team on a day, and which teams somebody manages."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from casework.users.models import Post, Team, TeamMembership, User
from casework.users.roles import GRADES, Role


def teams_managed_by(user: User, today: date) -> QuerySet[Team]:
    """The teams to which `user` may add a family."""
    return Team.objects.filter(
        pk__in=TeamMembership.objects.on(today).filter(user=user, role__in=GRADES).values("team")
    )


def holders_of(roles: Iterable[str], *, teams: Iterable | QuerySet, today: date) -> QuerySet[User]:
    """The active users who hold one of `roles` in one of `teams` (rows, ids or a query of ids) on `today`."""
    memberships = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles)
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True)


# To whom something is passed on that no manager of a team has taken up: one grade after the other.
HIGHER_GRADES = (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)


def next_managers(teams: Iterable, told: Collection[int], today: date) -> list[User]:
    """Of the lowest higher grade those, in these teams or by a post, who are none of `told` (ids)."""
    for grade in HIGHER_GRADES:
        posts = Post.objects.on(today).filter(role=grade).order_by().values("user")
        ids = Q(pk__in=holders_of([grade], teams=teams, today=today).order_by().values("pk")) | Q(pk__in=posts)
        users = User.objects.filter(ids, is_active=True).exclude(pk__in=told).order_by("pk")
        if users:
            return list(users)
    return []
