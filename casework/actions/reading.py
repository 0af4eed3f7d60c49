"""Who may own an action, and the family's actions as its page shows them."""

from django.core.paginator import Paginator
from django.db.models import Q

from casework.families.services import people_of
from casework.users.models import TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS

PER_PAGE = 25


def owners_of(family, today):
    """In two groups, by the value that the page sends: those who work with the family, and its people."""
    of_team = TeamMembership.objects.on(today).filter(
        team__in=family.familyteam_set.on(today).values("team"), role__in=[*PRACTITIONERS, *GRADES]
    )
    allocated = Q(allocations__in=family.allocation_set.on(today))
    workers = User.objects.filter(allocated | Q(memberships__in=of_team), is_active=True).distinct()
    return {
        "Workers": {f"user-{user.pk}": user for user in workers},
        "The family": {f"person-{person.pk}": person for person in people_of(family).filter(died=None)},
    }


def actions_of(family, number):
    """The standing actions: those still open, the earliest due first; and page `number` of those done, latest first."""
    standing = family.agreedaction_set.not_withdrawn().select_related("owner_user", "owner_person", "child", "note")
    done = standing.exclude(done_on=None).order_by("-done_on", "-pk")
    return standing.still_open(), Paginator(done, PER_PAGE).get_page(number)
