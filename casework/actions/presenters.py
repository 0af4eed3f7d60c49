"""Who may own an action, in groups, by the value that a form sends."""

from django.db.models import Q

from casework.people.queries import people_in
from casework.users.models import TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS


def owner_options(family, today):
    """In two groups, by the value that the page sends: those who work with the family, and its people."""
    of_team = TeamMembership.objects.on(today).filter(
        team__in=family.familyteam_set.on(today).values("team"), role__in=[*PRACTITIONERS, *GRADES]
    )
    allocated = Q(allocations__in=family.allocation_set.on(today))
    workers = User.objects.filter(allocated | Q(memberships__in=of_team), is_active=True).distinct()
    return {
        "Workers": {f"user-{user.pk}": user for user in workers},
        "The family": {f"person-{person.pk}": person for person in people_in(family).filter(died=None)},
    }


def meeting_owner_options(expected, people):
    """Who may own an action, by group: those expected at the meeting, then the persons of the family."""
    return {
        "Workers and managers": {f"user:{user.pk}": user for user in expected},
        "The family": {f"person:{person.pk}": person for person in people if not person.unborn and not person.died},
    }
