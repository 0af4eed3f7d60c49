"""A session is a row of the database, and over when that says so."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_session_ends_after_ten_hours(cast, signed_in, settings, time_machine):
    settings.SESSION_COOKIE_AGE = 36_000
    time_machine.move_to(NOW)
    sue = signed_in(cast.sue)
    time_machine.move_to(NOW + timedelta(hours=9))
    assert sue.get("/").status_code == 200
    time_machine.move_to(NOW + timedelta(hours=11))
    assert sue.get("/").url.startswith("/sign-in/")


def test_session_that_was_signed_out_of_does_not_come_back(cast, signed_in):
    sue = signed_in(cast.sue)
    cookie = sue.cookies["sessionid"].value
    sue.post("/sign-out/")
    assert not Session.objects.exists()
    sue.cookies["sessionid"] = cookie
    assert sue.get("/").url.startswith("/sign-in/")
