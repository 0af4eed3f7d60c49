"""Rows around a group supervision: who is expected, who prepares it, the one before it."""

from django.db.models import Q
from django.utils import timezone

from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import Role


def last_held_before(supervision):
    held = supervision.family.groupsupervision_set.filter(held_at__isnull=False)
    return held.filter(episode__begun_at__lt=supervision.episode.begun_at).order_by("-held_at").first()


def expected_at(family, today):
    """Who is expected: the workers allocated now and the managers of the family's team, by name."""
    teams = family.familyteam_set.on(today).values("team")
    managing = Q(memberships__team__in=teams, memberships__role__in=["team_manager", "deputy"])
    expected = User.objects.filter(is_active=True).filter(
        Q(allocations__in=family.allocation_set.on(today)) | managing & Q(memberships__until_date=None)
    )
    return list(expected.distinct())


def business_support(family, at):
    """The active business support of the team that works with the family."""
    day = timezone.localdate(at)
    teams = family.familyteam_set.on(day).values("team")
    return holders_of([Role.BUSINESS_SUPPORT], teams=teams, today=day)
