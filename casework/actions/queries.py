"""The family's agreed actions, and who works with it."""

from datetime import date

from django.db.models import Q, QuerySet

from casework.actions.models import AgreedAction
from casework.families.models import Family
from casework.users.models import TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS

LATEST_FIRST = ("-done_on", "-pk")  # of actions that are done


def open_actions(family: Family) -> QuerySet[AgreedAction]:
    """Those still open, the earliest due first."""
    return family.agreedaction_set.still_open().in_full()


def done_actions(family: Family) -> QuerySet[AgreedAction]:
    return family.agreedaction_set.not_withdrawn().exclude(done_on=None).in_full()


def workers_with(family: Family, today: date) -> QuerySet[User]:
    """The active users who work with the family on a day: allocated to it, or of its team."""
    of_team = TeamMembership.objects.on(today).filter(
        team__in=family.familyteam_set.on(today).values("team"), role__in=[*PRACTITIONERS, *GRADES]
    )
    allocated = Q(allocations__in=family.allocation_set.on(today))
    return User.objects.filter(allocated | Q(memberships__in=of_team), is_active=True).distinct()
