"""What somebody has been told, as far as they may still see the families it is about."""

from casework.access import families_for


def shown_to(user):
    """The newest first; a family that one may no longer see is not spoken of any more."""
    return user.notifications.filter(family__in=families_for(user)).select_related("family")
