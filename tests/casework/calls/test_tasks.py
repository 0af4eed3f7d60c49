"""The reminder when the hour has passed: once, by day, to the taker and the team's managers."""

from datetime import timedelta

import pytest
import time_machine

from casework.calls import services as calls
from casework.calls.tasks import remind
from casework.notifications.models import Notification
from casework.notifications.queries import notifications_for
from casework.trail.acting import acting
from tests.factories import NOW
from tests.told import texts

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20")]
HOUR = timedelta(hours=1)


@pytest.fixture
def call(cast):
    return calls.take(
        cast.north, child_name="Tom Rowan", child_address="3 Orchard Close", concern="A bruise.", by=cast.bob, at=NOW
    )


def reminded_at(moment):
    with time_machine.travel(moment, tick=False):
        return remind()


def test_reminder_waits_until_the_hour_has_passed(cast, call):
    assert reminded_at(NOW + HOUR) == 0
    assert not Notification.objects.exists()


def test_reminder_goes_once_to_taker_and_managers_without_the_childs_name(cast, call):
    assert reminded_at(NOW + HOUR + timedelta(minutes=1)) == 1
    assert reminded_at(NOW + 2 * HOUR) == 0
    told = Notification.objects.all()
    assert {each.user for each in told} == {cast.bob, cast.mary, cast.dev}
    for user in (cast.bob, cast.mary, cast.dev):
        [text] = texts(user)
        assert "the time has passed" in text
        assert "Rowan" not in text
    assert list(notifications_for(cast.bob)) == [told.get(user=cast.bob)]


@pytest.mark.rule("C28")
def test_reminder_waits_for_the_morning(cast):
    evening = NOW.replace(hour=19, minute=30)
    calls.take(cast.north, child_name="T", child_address="?", concern="A bruise.", by=cast.bob, at=evening)
    assert reminded_at(evening + HOUR + timedelta(minutes=1)) == 0
    assert reminded_at(evening + 12 * HOUR) == 1


def test_reminder_leaves_out_what_was_put_through_or_decided(cast, call):
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    late = calls.take(cast.north, child_name="B", child_address="?", concern="?", by=cast.bob, at=NOW)
    calls.decide(late, outcome="NFA", because="Known.", by=cast.mary, at=NOW)
    assert reminded_at(NOW + 2 * HOUR) == 0


def test_reminder_leaves_out_a_taker_who_has_left(cast, call):
    with acting(cast.mary):
        cast.bob.is_active = False
        cast.bob.save()
    reminded_at(NOW + 2 * HOUR)
    assert {each.user for each in Notification.objects.all()} == {cast.mary, cast.dev}
