"""Calls on My work: for who took one, for the team's managers, and for nobody else (A7.20)."""

from datetime import timedelta

import pytest

from casework.calls import services as calls
from casework.calls.models import SafetyCall
from supervision.my_work.calls.queries import calls_to_decide
from tests.factories import NOW
from tests.supervision.conftest import leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20")]


@pytest.fixture
def call(cast):
    said = {"child_name": "Tom Rowan", "child_address": "?", "concern": "A bruise."}
    return calls.take(cast.north, **said, by=cast.bob, at=NOW - timedelta(hours=2))


def work(signed_in, user):
    return " ".join(signed_in(user).get("/").content.decode().split())


def test_call_not_passed_on_is_red_for_the_taker_and_the_managers(cast, call, signed_in):
    for who in (cast.bob, cast.mary, cast.dev):
        answer = work(signed_in, who)
        assert "Put the call about Tom Rowan through" in answer
        assert "app-due--overdue" in answer
    for who in (cast.sue, cast.sid, cast.audrey):
        assert "Tom Rowan" not in work(signed_in, who)


def test_call_within_the_hour_is_listed_and_not_red(cast, call, signed_in, at_the_time):
    at_the_time.move_to(NOW - timedelta(minutes=61))
    answer = work(signed_in, cast.bob)
    assert "Put the call about Tom Rowan through" in answer
    assert "app-due--overdue" not in answer


def test_call_passed_on_waits_for_the_managers_decision_alone(cast, call, signed_in):
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    assert "Decide on the call about Tom Rowan" in work(signed_in, cast.mary)
    assert "Tom Rowan" not in work(signed_in, cast.bob)
    calls.decide(call, outcome="NFA", because="Safe.", by=cast.mary, at=NOW)
    assert "Tom Rowan" not in work(signed_in, cast.mary)


def test_call_is_passed_on_when_both_are_done(cast, call, signed_in):
    calls.put_through(call, because="Nobody answers.", by=cast.bob, at=NOW)
    assert "Pass on the call about Tom Rowan" in work(signed_in, cast.bob)
    calls.pass_on(call, told_to="Mary", told_at=NOW, by=cast.bob, at=NOW)
    assert "Tom Rowan" not in work(signed_in, cast.bob)


def test_call_waits_for_the_managers_of_the_day(cast, call):
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    leave(cast.mary)
    assert calls_to_decide(SafetyCall.objects.all(), cast.mary, NOW.date()).count() == 0
    assert calls_to_decide(SafetyCall.objects.all(), cast.dev, NOW.date()).get() == call
