"""Notifying people: a row in the application, and a mail in the outbox that is sent after the commit."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from casework.families.models import Family
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.notifications.registry import check_type
from casework.subjects import columns_of, type_of
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def notify(
    kind: str, users: Iterable[User], *, subject: Model, family: Family | None, at: datetime, by: User | None = None,
    told_by: Family | None = None, **values: Any,
) -> None:  # fmt: skip
    """Notify each of `users` of what happened to the row `subject`; `kind` is a key of the registry.

    `by` is who did it. `values` are moments and ids that the subject does not say. `family` is None where none is known
    yet; `told_by` is the one whose record tells it, where that is neither `family` nor the one that the subject names.
    Raises TypeError for a row of another table, or other values, than the registry names.
    """
    known = check_type(kind, type(subject), values)
    teller = told_by.pk if told_by else getattr(subject, "family_id", None)
    other = teller if family and teller != family.pk else None
    for user in users:
        notification = Notification.objects.create(
            kind=kind, user=user, family=family, told_by_id=other, **columns_of(subject), by=by, values=values, at=at
        )
        OutgoingMail.objects.create(notification=notification, subject=known.mail_subject)


NOTIFY = f"""
WITH told AS (
    INSERT INTO {Notification._meta.db_table} (user_id, family_id, subject_id, kind, subject_type, at, values)
    SELECT each.*, %s, %s, %s, '{{}}' FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS each RETURNING id
)
INSERT INTO {OutgoingMail._meta.db_table} (notification_id, subject) SELECT id, %s FROM told
"""


class Recipient(NamedTuple):
    """Who is notified, and of which row of which family, by their ids."""

    user: int
    family: int
    subject: int


@in_service
def notify_each(kind: str, recipients: Collection[Recipient], *, of: type[Model], at: datetime) -> None:
    """Notify many of what happened to rows of the table `of`, each of one row, in one statement."""
    known = check_type(kind, of)
    columns = [list(column) for column in zip(*recipients, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY, [kind, type_of(of), at, *columns, known.mail_subject])


def mark_read(user: User, *, at: datetime, up_to: int | None = None) -> int:
    """Mark the notifications of `user` as read, up to the id `up_to` where it is given; return how many were unread."""
    unread = user.notifications.filter(read_at=None)
    return (unread if up_to is None else unread.filter(pk__lte=up_to)).update(read_at=at)


def mark_read_and_sent(*, before: datetime, at: datetime) -> None:
    """Mark what was notified before the moment `before` as read and sent: for imported and invented records."""
    Notification.objects.filter(at__lt=before, read_at=None).update(read_at=at)
    OutgoingMail.objects.filter(notification__at__lt=before, sent_at=None).update(sent_at=at)
