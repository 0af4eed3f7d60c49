"""Notifying people: a row in the application, and a mail in the outbox that is sent after the commit."""

from collections.abc import Iterable
from datetime import datetime

from casework.families.models import Family
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def notify(users: Iterable[User], *, family: Family | None, text: str, url: str, at: datetime, subject: str) -> None:
    """Notify each of `users`; `subject` is the mail's subject line and names nobody.

    `family` is None where none is known yet; then `text` names nobody either.
    """
    for user in users:
        notification = Notification.objects.create(user=user, family=family, text=text[:300], url=url, at=at)
        OutgoingMail.objects.create(notification=notification, subject=subject)


def mark_read(user: User, *, at: datetime, up_to: int | None = None) -> int:
    """Mark the notifications of `user` as read, up to the id `up_to` where it is given; return how many were unread."""
    unread = user.notifications.filter(read_at=None)
    return (unread if up_to is None else unread.filter(pk__lte=up_to)).update(read_at=at)


def mark_read_and_sent(*, before: datetime, at: datetime) -> None:
    """Mark what was notified before the moment `before` as read and sent: for imported and invented records."""
    Notification.objects.filter(at__lt=before, read_at=None).update(read_at=at)
    OutgoingMail.objects.filter(notification__at__lt=before, sent_at=None).update(sent_at=at)
