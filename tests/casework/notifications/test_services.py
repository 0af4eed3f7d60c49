"""Mail from the outbox: once each, with the rights its reader has when it is sent, and naming nobody."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction

from casework.calls import services as calls
from casework.notifications import services as notifications
from casework.notifications.models import OutgoingMail
from casework.notifications.tasks import send_mail
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW


@pytest.fixture
def tell(cast, ash):
    """Tell users something about the Ash family."""

    def say(*users):
        with acting(users[0]), transaction.atomic():
            notifications.notify("death", users, subject=ash.mia, family=ash.family, at=NOW, by=cast.sue)

    return say


def test_mail_is_sent_once_to_each(cast, tell):
    tell(cast.mary, cast.sue)
    with time_machine.travel(NOW, tick=False):
        assert [send_mail(), send_mail()] == [2, 0]
    assert sorted(message.to[0] for message in mail.outbox) == [cast.mary.email, cast.sue.email]
    assert set(OutgoingMail.objects.values_list("sent_at", flat=True)) == {NOW}


def test_mail_names_nobody_of_the_family_in_subject_or_body(cast, ash, tell, settings):
    settings.BASE_URL = "https://workbook.invalid"
    tell(cast.mary)
    notifications.send_waiting_mail(at=NOW)
    message = mail.outbox[0]
    for name in ("Ash", "Mia", "Ben", "Ann", "Sue", "seen"):
        assert name not in message.subject + message.body
    assert f"https://workbook.invalid/families/{ash.family.pk}/people/" in message.body
    assert ash.family.reference in message.body


def test_mail_is_withheld_from_who_may_not_see_the_family_any_more(cast, tell):
    tell(cast.stan, cast.mary)
    assert notifications.send_waiting_mail(at=NOW) == 1
    assert [message.to[0] for message in mail.outbox] == [cast.mary.email]
    withheld = OutgoingMail.objects.get(withheld=True)
    assert (withheld.notification.user, withheld.sent_at) == (cast.stan, None)


def test_mail_goes_by_the_rights_of_the_moment_of_sending(cast, ash, tell):
    tell(cast.mary)
    membership = cast.mary.memberships.get()
    with acting(cast.serena):
        change(membership, until_date=(NOW - timedelta(days=1)).date())
    assert notifications.send_waiting_mail(at=NOW) == 0
    assert not mail.outbox


def test_mail_that_fails_stays_in_the_outbox_and_holds_up_no_other(cast, tell, monkeypatch):
    tell(cast.mary, cast.sue)
    real = notifications.send_mail

    def send(subject, body, sender, to):
        if to == [cast.mary.email]:
            raise smtplib.SMTPRecipientsRefused({})
        return real(subject, body, sender, to)

    monkeypatch.setattr(notifications, "send_mail", send)
    assert notifications.send_waiting_mail(at=NOW) == 1
    monkeypatch.setattr(notifications, "send_mail", real)
    assert notifications.send_waiting_mail(at=NOW) == 1
    assert [message.to[0] for message in mail.outbox] == [cast.sue.email, cast.mary.email]


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_once_by_two_concurrent_senders(cast, tell):
    for _ in range(10):
        tell(cast.mary, cast.sue)
    start = Barrier(4)

    def send(_):
        try:
            start.wait(10)
            return notifications.send_waiting_mail(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 20
    assert len(mail.outbox) == 20


def test_mail_about_no_family_is_sent_to_active_users_and_names_nobody(cast):
    call = calls.take(cast.north, child_name="T", child_address="?", concern="A bruise.", by=cast.bob, at=NOW)
    with acting(cast.mary):
        notifications.notify("call_overdue", [cast.bob, cast.mary], subject=call, family=None, at=NOW)
        change(cast.bob, is_active=False)
    assert notifications.send_waiting_mail(at=NOW) == 1
    assert mail.outbox[0].to == [cast.mary.email]
    assert "about a call:" in mail.outbox[0].body
    assert f"/calls/{call.pk}/" in mail.outbox[0].body
    assert OutgoingMail.objects.get(notification__user=cast.bob).withheld
