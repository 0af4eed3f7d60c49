"""Sending what waits in the outbox, each mail with the rights that its reader has when it is sent."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from casework.mail.delivery import Answer, Delivery, Outcome
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.notifications.queries import notifications_for
from casework.notifications.registry import address_for
from casework.trail.rows import claim
from casework.words import bare

logger = logging.getLogger(__name__)

# Longer than the longest conversation: each of its six steps may take EMAIL_TIMEOUT.
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 12  # over a day and a half
PAUSE_WITHOUT_SERVER = timedelta(minutes=1)
LONGEST_RUN = 240  # seconds; the next run goes on
MOST_CUTS = 3  # one after the other, before a run ends
GIVEN_UP = f"not taken in {MOST_ATTEMPTS} attempts; the last time: "

BODY = """Hello {name},

there is something for you in the Family Safeguarding Workbook, about {what}:

{address}

You need to sign in to read it. This mail names nobody, so that nothing about a family leaves the Workbook.
"""


def send_waiting_mail(*, at: datetime) -> int:
    """Send what is due in the outbox; return how many mails were taken. May run in several processes at once.

    A run ends when nothing is due, after LONGEST_RUN, and when the mail server does not answer or cuts each time.
    """
    begun, taken, cuts = monotonic(), 0, 0
    with Delivery() as delivery:
        while cuts < MOST_CUTS and (passed := monotonic() - begun) < LONGEST_RUN:
            now = at + timedelta(seconds=int(passed))
            mail = _claim(now)
            if mail is None:
                break
            outcome = _send(mail, delivery, now)
            taken += outcome == Outcome.TAKEN
            cuts = cuts + 1 if outcome == Outcome.UNCLEAR else 0
            if outcome == Outcome.NO_SERVER:
                break
    return taken


def pause_after(attempts: int) -> timedelta:
    """From the beginning of an attempt, the number `attempts`, to the next one."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, MOST_ATTEMPTS), LONGEST_PAUSE)


@transaction.atomic
def _claim(at: datetime) -> OutgoingMail | None:
    """The next mail, which nobody else tries before its pause is over: whoever is killed meanwhile leaves it so."""
    mail = claim(OutgoingMail.objects.due(at).select_related("notification__user", "notification__family"))
    if mail is None:
        return None
    mail.attempts += 1
    mail.next_try_at = at + pause_after(mail.attempts)
    mail.message_id = mail.message_id or make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">"))
    mail.save(update_fields=["attempts", "next_try_at", "message_id"])
    return mail


def _send(mail: OutgoingMail, delivery: Delivery, at: datetime) -> Outcome | None:
    """What became of it; None where it was withheld, or could not be made, which must not hold up the others."""
    try:
        # Rights as they are when it is sent, not as they were when it was written.
        if not _may_read(mail.notification):
            _change(mail, withheld=True)
            return None
        answer = delivery.send(_message(mail))
    except Exception as error:
        logger.exception("Mail %s could not be sent.", mail.pk)
        if mail.attempts >= MOST_ATTEMPTS:
            _set_aside(mail, GIVEN_UP + type(error).__name__, at)
        return None
    _note(mail, answer, at)
    return answer.outcome


def _note(mail: OutgoingMail, answer: Answer, at: datetime) -> None:
    """What the server answered; a mail that is neither taken nor set aside is tried again after its pause."""
    if answer.outcome == Outcome.TAKEN:
        _change(mail, sent_at=at)
    elif answer.outcome == Outcome.NO_SERVER:
        _change(mail, attempts=mail.attempts - 1, next_try_at=at + PAUSE_WITHOUT_SERVER)
    elif answer.outcome == Outcome.REFUSED:
        _set_aside(mail, answer.because, at)
    elif mail.attempts >= MOST_ATTEMPTS:
        _set_aside(mail, GIVEN_UP + answer.because, at)
    else:
        logger.warning("Mail %s, attempt %s: %s.", mail.pk, mail.attempts, answer.outcome.value)


def _set_aside(mail: OutgoingMail, because: str, at: datetime) -> None:
    logger.error("Mail %s is set aside: `manage.py mail` says why.", mail.pk)
    _change(mail, set_aside_at=at, set_aside_because=because[:200])


def _change(mail: OutgoingMail, **values: object) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(**values)


def try_again(mails: Iterable[int]) -> int:
    """Send mails that were set aside, by their ids, once more, with the same Message-ID; return how many."""
    rows = OutgoingMail.objects.filter(pk__in=list(mails)).exclude(set_aside_at=None)
    return rows.update(set_aside_at=None, set_aside_because="", attempts=0, next_try_at=None)


def _may_read(notification: Notification) -> bool:
    user = notification.user
    return user.is_active and notifications_for(user).filter(pk=notification.pk).exists()


def _message(mail: OutgoingMail) -> EmailMessage:
    notification = mail.notification
    body = BODY.format(
        name=notification.user.name,
        what=f"family {notification.family.reference}" if notification.family else "a call",
        address=settings.BASE_URL + address_for(notification),
    )
    headers = {"Message-ID": mail.message_id}
    return EmailMessage(bare(mail.subject), body, None, [notification.user.email], headers=headers)
