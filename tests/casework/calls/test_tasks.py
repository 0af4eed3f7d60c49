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


def test_nobody_is_told_before_the_hour_has_passed(cast, call):
    assert reminded_at(NOW + HOUR) == 0
    assert not Notification.objects.exists()


def test_the_taker_and_the_managers_are_told_once_and_the_child_is_not_named(cast, call):
    assert reminded_at(NOW + HOUR + timedelta(minutes=1)) == 1
    assert reminded_at(NOW + 2 * HOUR) == 0
    told = Notification.objects.all()
    assert {each.user for each in told} == {cast.bob, cast.mary, cast.dev}
    assert all("the time has passed" in each.text and "Rowan" not in each.text for each in told)
    assert list(notifications_for(cast.bob)) == [told.get(user=cast.bob)]


@pytest.mark.rule("C28")
def test_at_night_nobody_is_told_and_in_the_morning_they_are(cast):
    evening = NOW.replace(hour=19, minute=30)
    calls.take(cast.north, child_name="T", child_address="?", concern="A bruise.", by=cast.bob, at=evening)
    assert reminded_at(evening + HOUR + timedelta(minutes=1)) == 0
    assert reminded_at(evening + 12 * HOUR) == 1


def test_what_was_put_through_passed_on_or_decided_is_not_told_of(cast, call):
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    late = calls.take(cast.north, child_name="B", child_address="?", concern="?", by=cast.bob, at=NOW)
    calls.decide(late, outcome="NFA", because="Known.", by=cast.mary, at=NOW)
    assert reminded_at(NOW + 2 * HOUR) == 0


def test_a_taker_who_has_left_is_not_told(cast, call):
    with acting(cast.mary):
        cast.bob.is_active = False
        cast.bob.save()
    reminded_at(NOW + 2 * HOUR)
    assert {each.user for each in Notification.objects.all()} == {cast.mary, cast.dev}
