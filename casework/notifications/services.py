"""Notifying people: a row in the application, and a mail in the outbox that is sent after the commit."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model

from casework.access import families_for
from casework.families.models import Family
from casework.notifications.models import Notification, OutgoingMail
from casework.notifications.registry import address_for, check_subject
from casework.subjects import columns_of
from casework.trail.acting import in_service
from casework.trail.rows import claim
from casework.users.models import User

logger = logging.getLogger(__name__)

BODY = """Hello {name},

there is something for you in the Family Safeguarding Workbook, about {what}:

{address}

You need to sign in to read it. This mail names nobody, so that nothing about a family leaves the Workbook.
"""


@in_service
def notify(
    kind: str, users: Iterable[User], *, subject: Model, family: Family | None, at: datetime, by: User | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Notify each of `users` of what happened to the row `subject`; `kind` is a key of the registry.

    `by` is who did it. `values` are moments and ids that the subject does not say. `family` is None where none is known
    yet. Raises TypeError for a row of another table than the registry names.
    """
    known = check_subject(kind, subject)
    for user in users:
        notification = Notification.objects.create(
            kind=kind, user=user, family=family, **columns_of(subject), by=by, values=values, at=at
        )
        OutgoingMail.objects.create(notification=notification, subject=known.mail_subject)


def mark_read(user: User, *, at: datetime, up_to: int | None = None) -> int:
    """Mark the notifications of `user` as read, up to the id `up_to` where it is given; return how many were unread."""
    unread = user.notifications.filter(read_at=None)
    return (unread if up_to is None else unread.filter(pk__lte=up_to)).update(read_at=at)


def send_waiting_mail(*, at: datetime) -> int:
    """Send what waits in the outbox; return how many mails were sent. May run in several processes at once."""
    waiting = OutgoingMail.objects.filter(sent_at=None, withheld=False).order_by("pk")
    return sum(_send(pk, at) for pk in list(waiting.values_list("pk", flat=True)))


def _send(pk: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            return _send_claimed(pk, at)
    except Exception:
        # It stays in the outbox for the next run; one mail that fails, whatever the cause, must not hold up the others.
        logger.exception("Mail %s could not be sent.", pk)
        return 0


def _send_claimed(pk: int, at: datetime) -> int:
    waiting = OutgoingMail.objects.filter(pk=pk, sent_at=None, withheld=False)
    mail = claim(waiting.select_related("notification__user", "notification__family"))
    if mail is None:
        return 0
    notification = mail.notification
    # Rights as they are when it is sent, not as they were when it was written.
    mail.withheld = not _may_read(notification)
    if not mail.withheld:
        mail.sent_at = at
        send_mail(mail.subject, _body(notification), None, [notification.user.email])
    mail.save()
    return int(not mail.withheld)


def _may_read(notification: Notification) -> bool:
    if notification.family_id is None:
        return notification.user.is_active
    return families_for(notification.user).filter(pk=notification.family_id).exists()


def _body(notification: Notification) -> str:
    return BODY.format(
        name=notification.user.name,
        what=f"family {notification.family.reference}" if notification.family else "a call",
        address=settings.BASE_URL + address_for(notification),
    )


def mark_read_and_sent(*, before: datetime, at: datetime) -> None:
    """Mark what was notified before the moment `before` as read and sent: for imported and invented records."""
    Notification.objects.filter(at__lt=before, read_at=None).update(read_at=at)
    OutgoingMail.objects.filter(notification__at__lt=before, sent_at=None).update(sent_at=at)
