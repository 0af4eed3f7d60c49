"""What somebody has been notified of, as far as they may still see the families it is about."""

from datetime import datetime

from django.db.models import Max, Model, Q, QuerySet

from casework.access import reach, unrestricted
from casework.notifications.models import Notification
from casework.subjects import columns_of
from casework.trail.reading import asked_once
from casework.users.models import User

LATEST_FIRST = ("-at", "-pk")


def unread(user: User, kind: str, *, subject: Model, by: User) -> QuerySet[Notification]:
    """What `user` was notified of by `by` about the row `subject`, and has not read yet."""
    return user.notifications.filter(kind=kind, by=by, read_at=None, **columns_of(subject))


def latest_unread(user: User) -> int:
    """The id of the latest that `user` has not read, of whichever family; 0 where there is none."""
    return user.notifications.filter(_told_to(user), read_at=None).aggregate(latest=Max("pk"))["latest"] or 0


def notifications_for(user: User) -> QuerySet[Notification]:
    """The latest first; none about a family that `user` may not see any more, or told by one that they may not find."""
    visible = Q(family=None) | reach(user, family="family")
    return user.notifications.filter(visible, _told_to(user)).select_related("family", "by").order_by(*LATEST_FIRST)


def unread_count(user: User) -> int:
    """How many that `user` may see they have not read."""
    return asked_once(("unread", user.pk), notifications_for(user).filter(read_at=None).count)


def _told_to(user: User) -> Q:
    """That no other family tells it which is restricted, and which `user` may not find."""
    return Q(told_by=None) | unrestricted(user, family="told_by")


def last_told(kind: str, subject: Model) -> datetime | None:
    """When somebody was told of the row last, by this kind of notification; None where nobody was."""
    told = Notification.objects.filter(kind=kind, **columns_of(subject))
    return told.order_by("-at").values_list("at", flat=True).first()


def told_of(subject: Model, *kinds: str) -> set[int]:
    """The ids of the users who were told of the row, by one of these kinds of notification."""
    rows = Notification.objects.filter(kind__in=kinds, **columns_of(subject))
    return set(rows.order_by().values_list("user", flat=True))
