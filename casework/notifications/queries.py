"""What somebody has been notified of, as far as they may still see the families it is about."""

from django.db.models import Q, QuerySet

from casework.access import reach
from casework.notifications.models import Notification
from casework.users.models import User

LATEST_FIRST = ("-at", "-pk")


def notifications_for(user: User) -> QuerySet[Notification]:
    """The latest first; none about a family that `user` may not see any more."""
    visible = Q(family=None) | reach(user, family="family")
    return user.notifications.filter(visible).select_related("family").order_by(*LATEST_FIRST)
