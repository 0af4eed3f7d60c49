"""Dates of risk ahead: who is told, where they stand, and that they fall away."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.notifications.models import Notification
from casework.refusal import Refusal
from casework.risk_dates import services as risk_dates
from casework.risk_dates import tasks
from casework.risk_dates.queries import fingerprint_of_risk_date
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add(ash, cast, days, **values):
    values = {"kind": "bail_ends", "about": [ash.ann], "note": "He may come back."} | values
    return risk_dates.add(ash.family, day=TODAY + timedelta(days=days), **values, by=cast.sue, at=NOW)


def told():
    return sorted(row.user.name for row in Notification.objects.filter(kind="risk_date_ahead"))


def test_date_of_risk_that_is_near_is_told_once_to_lead_and_managers(cast, allocated):
    add(allocated, cast, 6)
    assert tasks.tell() == 0
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert (tasks.tell(), tasks.tell()) == (1, 0)
    assert {cast.sue.name, cast.mary.name} <= set(told())


def test_date_of_risk_on_another_day_is_told_anew_and_one_called_off_is_not(cast, allocated):
    row = add(allocated, cast, 3)
    tasks.tell()
    number = len(told())
    row.refresh_from_db()
    risk_dates.correct(
        allocated.family, row, fingerprint=fingerprint_of_risk_date(row), kind="bail_ends",
        day=TODAY + timedelta(days=4), about=[allocated.ann], by=cast.sue, at=NOW,
    )  # fmt: skip
    assert tasks.tell() == 1
    assert len(told()) == 2 * number
    off = add(allocated, cast, 2, kind="hearing")
    risk_dates.call_off(
        allocated.family, off, fingerprint=fingerprint_of_risk_date(off), because="Vacated.", by=cast.sue, at=NOW
    )
    assert tasks.tell() == 0


def test_nobody_is_told_at_night(cast, allocated):
    add(allocated, cast, 3)
    with time_machine.travel(NOW.replace(hour=3), tick=False):
        assert tasks.tell() == 0


def test_date_of_risk_stands_on_the_family_and_my_work_until_its_day_is_over(cast, allocated, signed_in):
    add(allocated, cast, 3)
    for who in (cast.sue, cast.mary):
        client = signed_in(who)
        for page in (reverse("family", args=[allocated.family.pk]), reverse("people", args=[allocated.family.pk]),
                     reverse("my-work")):  # fmt: skip
            assert "Bail ends: Ann Ash. He may come back." in client.get(page).content.decode(), page
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert "Bail ends: Ann Ash" not in signed_in(cast.sue).get(reverse("my-work")).content.decode()
        page = signed_in(cast.sue).get(reverse("family", args=[allocated.family.pk]))
        assert "Bail ends: Ann Ash" not in page.content.decode()


@pytest.mark.parametrize(
    ("days", "values", "sentence"),
    [
        (-1, {}, "That day is past"),
        (3, {"kind": "other", "note": ""}, "Say what happens on that day"),
        (3, {"kind": "party"}, "Choose what kind of date it is"),
    ],
)
def test_date_of_risk_refuses_what_is_past_or_says_nothing(cast, allocated, days, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        add(allocated, cast, days, **values)
