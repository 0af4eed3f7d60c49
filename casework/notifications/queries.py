"""What somebody has been told, as far as they may still see the families it is about."""

from django.db.models import Q

from casework.access import families_for


def notifications_for(user):
    """The newest first; a family that one may no longer see is not spoken of any more."""
    told = Q(family=None) | Q(family__in=families_for(user))
    return user.notifications.filter(told).select_related("family")
