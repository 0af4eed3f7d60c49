"""The teams whose work somebody answers for."""

from casework.users.models import TeamMembership
from casework.users.roles import TEAM_MANAGERS


def teams_managed_by(user, today):
    return TeamMembership.objects.on(today).filter(user=user, role__in=TEAM_MANAGERS).values("team")
