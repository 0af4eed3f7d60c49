"""Mail from the outbox: once each, with the rights its reader has when it is sent, and naming nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from time import monotonic

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction

from casework.calls import services as calls
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.mail import services
from casework.mail.delivery import Delivery
from casework.mail.models import OutgoingMail
from casework.mail.services import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, MOST_CUTS
from casework.mail.tasks import send_mail
from casework.notifications import services as notifications
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests import brought_in
from tests.factories import NOW
from tests.smtp_server import serving


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
    services.send_waiting_mail(at=NOW)
    message = mail.outbox[0]
    for name in ("Ash", "Mia", "Ben", "Ann", "Sue", "seen"):
        assert name not in message.subject + message.body
    assert f"https://workbook.invalid/families/{ash.family.pk}/people/" in message.body
    assert ash.family.reference in message.body


def test_mail_is_withheld_from_who_may_not_see_the_family_any_more(cast, tell):
    tell(cast.stan, cast.mary)
    assert services.send_waiting_mail(at=NOW) == 1
    assert [message.to[0] for message in mail.outbox] == [cast.mary.email]
    withheld = OutgoingMail.objects.get(withheld=True)
    assert (withheld.notification.user, withheld.sent_at) == (cast.stan, None)


@pytest.mark.rule("A11.2")
def test_mail_that_a_family_tells_is_withheld_once_that_is_restricted(cast, ash):
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    with time_machine.travel(NOW, tick=False):
        brought_in.bring_in(elm, ash.mia, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
        told = OutgoingMail.objects.get(notification__user=cast.mary)
        restrictions.restrict(elm, because="She fled.", readers=[], by=cast.sid, at=NOW)
        services.send_waiting_mail(at=NOW)
    assert not [message for message in mail.outbox if cast.mary.email in message.to]
    told.refresh_from_db()
    assert told.withheld


def test_mail_goes_by_the_rights_of_the_moment_of_sending(cast, ash, tell):
    tell(cast.mary)
    membership = cast.mary.memberships.get()
    with acting(cast.serena):
        change(membership, until_date=(NOW - timedelta(days=1)).date())
    assert services.send_waiting_mail(at=NOW) == 0
    assert not mail.outbox


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_once_by_two_concurrent_senders(cast, tell):
    for _ in range(10):
        tell(cast.mary, cast.sue)
    start = Barrier(4)

    def send(_):
        try:
            start.wait(10)
            return services.send_waiting_mail(at=NOW)
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
    assert services.send_waiting_mail(at=NOW) == 1
    assert mail.outbox[0].to == [cast.mary.email]
    assert "about a call:" in mail.outbox[0].body
    assert f"/calls/{call.pk}/" in mail.outbox[0].body
    assert OutgoingMail.objects.get(notification__user=cast.bob).withheld


# --- A real mail server ---


@pytest.fixture
def server(settings):
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
        yield server


def after(*, attempts=1):
    """When a mail that failed at NOW as often as that is tried again."""
    return NOW + sum((services.pause_after(each) for each in range(1, attempts + 1)), timedelta(seconds=attempts))


def test_mails_go_by_one_connection_each_with_its_own_message_id(cast, tell, server):
    tell(cast.mary, cast.sue, cast.bob)
    assert services.send_waiting_mail(at=NOW) == 3
    assert server.connections == 1
    assert len(set(server.ids())) == 3
    assert set(server.ids()) == set(OutgoingMail.objects.values_list("message_id", flat=True))


def test_mail_cut_off_before_the_answer_is_sent_again_with_its_message_id_after_growing_pauses(cast, tell, server):
    tell(cast.mary)
    server.cuts = 3
    moment, sent_at = NOW, []
    while not OutgoingMail.objects.exclude(sent_at=None).exists():
        before = len(server.taken)
        services.send_waiting_mail(at=moment)
        sent_at += [moment] * (len(server.taken) - before)
        moment += timedelta(minutes=1)
    assert len(set(server.ids())) == 1
    pauses = [later - earlier for earlier, later in pairwise(sent_at)]
    assert [round(pause / FIRST_PAUSE) for pause in pauses] == [1, 2, 4]


def test_mail_that_is_never_taken_is_set_aside_after_a_bounded_number_of_attempts(cast, tell, server):
    tell(cast.mary)
    server.cuts, moment = 1000, NOW
    for _ in range(200):
        services.send_waiting_mail(at=moment)
        moment += LONGEST_PAUSE / 4
    mail = OutgoingMail.objects.get()
    assert len(server.taken) == mail.attempts == MOST_ATTEMPTS
    assert len(set(server.ids())) == 1
    assert mail.set_aside_because.startswith("not taken in 12 attempts; the last time: the connection was cut")


def test_mail_whose_sender_is_killed_is_left_alone_until_its_pause_is_over(cast, tell, server, monkeypatch):
    tell(cast.mary)
    monkeypatch.setattr(Delivery, "send", lambda *args: 1 / 0)
    services.send_waiting_mail(at=NOW)
    monkeypatch.undo()
    assert services.send_waiting_mail(at=NOW + FIRST_PAUSE / 2) == 0
    assert services.send_waiting_mail(at=after()) == 1


def test_recipient_refused_for_good_is_set_aside_and_holds_up_no_other(cast, tell, server):
    tell(cast.mary, cast.sue)
    server.refuses[cast.mary.email] = 550
    assert services.send_waiting_mail(at=NOW) == 1
    assert server.recipients() == [cast.sue.email]
    aside = OutgoingMail.objects.get(notification__user=cast.mary)
    assert (aside.set_aside_at, aside.set_aside_because) == (NOW, f"550 not {cast.mary.email}")
    assert services.send_waiting_mail(at=NOW + timedelta(days=9)) == 0


def test_mail_to_an_address_that_cannot_be_written_is_set_aside_in_the_end_and_holds_up_no_other(cast, tell, server):
    tell(cast.mary)
    with acting(cast.serena):
        change(cast.mary, email=f"mary@{'x' * 70}.invalid")  # longer than a part of a domain may be
    moment = NOW
    for _ in range(200):
        services.send_waiting_mail(at=moment)
        moment += LONGEST_PAUSE / 4
    aside = OutgoingMail.objects.get()
    assert (aside.attempts, aside.set_aside_because) == (
        MOST_ATTEMPTS,
        "not taken in 12 attempts; the last time: UnicodeError",
    )
    tell(cast.sue)
    assert services.send_waiting_mail(at=moment) == 1


def test_mail_without_a_recipient_does_not_count_as_sent(cast, tell, server):
    tell(cast.mary)
    with acting(cast.serena):
        change(cast.mary, email="")
    assert services.send_waiting_mail(at=NOW) == 0
    assert OutgoingMail.objects.get().set_aside_because == "it has no recipient"


def test_pause_is_bounded_however_often_a_mail_was_tried():
    assert services.pause_after(32_767) == LONGEST_PAUSE


def test_mail_about_a_family_is_withheld_from_who_was_deactivated_meanwhile(cast, tell, server):
    tell(cast.mary)
    with acting(cast.serena):
        change(cast.mary, is_active=False)
    assert services.send_waiting_mail(at=NOW) == 0
    assert OutgoingMail.objects.get().withheld


def test_recipient_refused_for_a_while_is_tried_again(cast, tell, server):
    tell(cast.mary)
    server.refuses[cast.mary.email] = 451
    assert services.send_waiting_mail(at=NOW) == services.send_waiting_mail(at=NOW + FIRST_PAUSE / 2) == 0
    server.refuses.clear()
    assert services.send_waiting_mail(at=after()) == 1


def test_server_that_takes_few_mails_by_a_connection_gets_them_all_by_several(cast, tell, server):
    server.most_by_connection = 2
    tell(cast.mary, cast.sue, cast.bob, cast.dora, cast.rick)
    assert services.send_waiting_mail(at=NOW) == 5
    assert server.connections == 3


def test_server_that_is_away_costs_no_mail_an_attempt(cast, tell, server, settings):
    tell(cast.mary, cast.sue)
    settings.EMAIL_PORT = 1
    services.send_waiting_mail(at=NOW)
    assert OutgoingMail.objects.filter(next_try_at=None).count() == 1  # a run ends at the first
    for minutes in range(20):
        services.send_waiting_mail(at=NOW + timedelta(minutes=2 * minutes))
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {0}
    settings.EMAIL_PORT = server.port
    assert services.send_waiting_mail(at=NOW + timedelta(hours=1)) == 2


def test_server_that_does_not_greet_costs_no_mail_an_attempt(cast, tell, server):
    tell(cast.mary, cast.sue)
    server.greets = False
    assert services.send_waiting_mail(at=NOW) == 0
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {0}
    server.greets = True
    assert services.send_waiting_mail(at=NOW + timedelta(minutes=2)) == 2


def test_server_that_is_slow_is_given_up_at_its_time_out_and_asked_of_few_mails(cast, tell, server, settings):
    settings.EMAIL_TIMEOUT, server.pause = 0.5, 9
    tell(cast.mary, cast.sue, cast.bob, cast.dora, cast.rick)
    begun = monotonic()
    assert services.send_waiting_mail(at=NOW) == 0
    # One time-out for each, and none to take leave of a server that does not answer.
    assert MOST_CUTS * 0.5 < monotonic() - begun < 2 * MOST_CUTS * 0.5
    assert len(server.taken) == MOST_CUTS


def test_run_ends_before_the_next_is_late(cast, tell, server, monkeypatch):
    monkeypatch.setattr(services, "LONGEST_RUN", 0.3)
    server.pause = 0.2
    tell(cast.mary, cast.sue, cast.bob, cast.dora, cast.rick)
    assert services.send_waiting_mail(at=NOW) == 2
    server.pause, services.LONGEST_RUN = 0, 60
    assert services.send_waiting_mail(at=NOW) == 3


def test_mail_that_was_set_aside_is_listed_by_the_command_and_sent_again_when_asked(cast, tell, server, capsys):
    tell(cast.mary, cast.sue)
    server.refuses[cast.mary.email] = 550
    services.send_waiting_mail(at=NOW)
    call_command("mail")
    listed = capsys.readouterr().out
    assert "None waits." in listed
    assert f"{cast.mary.email}  550 not {cast.mary.email}" in listed
    server.refuses.clear()
    call_command("mail", "--again")
    assert "1 will be sent again within a minute." in capsys.readouterr().out
    call_command("mail")
    assert "The oldest waits since 03 Nov 2026 10:00." in capsys.readouterr().out
    assert services.send_waiting_mail(at=NOW) == 1
    assert len(set(server.ids())) == 2
