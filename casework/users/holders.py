"""Who holds a role in a team on a day."""

from casework.users.models import TeamMembership, User


def holders_of(roles, *, teams, today):
    """The active users who hold one of `roles` in one of `teams` (rows, ids or a query of ids) on `today`."""
    memberships = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles)
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True)
