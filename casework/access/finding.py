"""To find that somebody is known is a right of its own: name, birth, team and lead worker, and nothing more."""

from django.utils import timezone

from casework.access.families import families_for, unrestricted_for
from casework.families.models import Family
from casework.users.models import Post, TeamMembership
from casework.users.roles import GRADES, Role

FINDERS = (Role.BUSINESS_SUPPORT, *GRADES)


def families_to_find(user, *, today=None):
    """The families of which `user` may know that they are known: for managers and business support every
    unrestricted one, for everybody else those that they may open."""
    today = today or timezone.localdate()
    held = (TeamMembership.objects, Post.objects)
    if user.is_active and any(rows.on(today).filter(user=user, role__in=FINDERS).exists() for rows in held):
        return Family.objects.filter(unrestricted_for(user, today))
    return families_for(user, today=today)
