"""The family's agreed actions, and who works with it."""

from django.core.paginator import Paginator
from django.db.models import Q

from casework.users.models import TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS

PER_PAGE = 25


def actions_of(family, number):
    """Two lists: those still open, the earliest due first; and page `number` of those done, latest first."""
    actions = family.agreedaction_set.not_withdrawn().select_related("owner_user", "owner_person", "child", "note")
    done = actions.exclude(done_on=None).order_by("-done_on", "-pk")
    return actions.still_open(), Paginator(done, PER_PAGE).get_page(number)


def workers_with(family, today):
    """The active users who work with the family on a day: allocated to it, or of its team."""
    of_team = TeamMembership.objects.on(today).filter(
        team__in=family.familyteam_set.on(today).values("team"), role__in=[*PRACTITIONERS, *GRADES]
    )
    allocated = Q(allocations__in=family.allocation_set.on(today))
    return User.objects.filter(allocated | Q(memberships__in=of_team), is_active=True).distinct()
