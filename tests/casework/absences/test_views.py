from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.absences import services as absences
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)
ADD = "/absences/add/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def typed(user, cover, **values):
    days = {"from_date": TODAY + DAY, "until_date": TODAY + 10 * DAY}
    return {"user": user.pk, "cover": cover.pk, "because": "Leave", **days, **values}


@pytest.fixture
def absence(cast):
    return absences.add(cast.sue, cover=cast.cora, from_date=TODAY, until_date=TODAY + 10 * DAY, by=cast.sue, at=NOW)


def test_absence_of_a_worker_is_listed_for_both(cast, signed_in):
    page = text_of(signed_in(cast.sue).post(ADD, typed(cast.sue, cast.cora), follow=True))
    assert "Cora Cole covers for Sue Sands until Fri 13 Nov 2026." in page
    for who in (cast.cora, cast.mary):
        assert "Sue Sands" in text_of(signed_in(who).get("/absences/"))
    for who in (cast.rick, cast.stan, cast.sid):
        assert "Sue Sands" not in text_of(signed_in(who).get("/absences/"))


def test_absence_page_offers_a_worker_themselves_and_a_manager_their_team(cast, signed_in):
    page = text_of(signed_in(cast.sue).post(ADD, typed(cast.dora, cast.cora)))
    assert "choose from those offered" in page
    assert not cast.dora.absences.exists()
    assert signed_in(cast.mary).post(ADD, typed(cast.dora, cast.cora)).status_code == 302
    assert "choose from those offered" in text_of(signed_in(cast.sid).post(ADD, typed(cast.sue, cast.stan)))
    assert signed_in(cast.bob).get(ADD).status_code == 403


def test_absence_page_shows_a_refusal_at_its_field_and_keeps_all(cast, signed_in):
    page = text_of(signed_in(cast.sue).post(ADD, typed(cast.sue, cast.cora, until_date=TODAY)))
    assert "The last day lies before the first." in page
    assert 'href="#id_until_date"' in page
    assert 'value="Leave"' in page


def test_absence_is_cancelled_by_the_worker_or_their_manager_once_confirmed(cast, absence, signed_in):
    address = reverse("absence-cancel", args=[absence.pk])
    for who in (cast.cora, cast.dora, cast.sid, cast.stan):
        assert signed_in(who).get(address).status_code == signed_in(who).post(address).status_code == 404
    assert signed_in(cast.sue).get(address).status_code == 200
    absence.refresh_from_db()
    assert not absence.cancelled
    assert "does not cover" in text_of(signed_in(cast.mary).post(address, follow=True))
    absence.refresh_from_db()
    assert absence.cancelled
