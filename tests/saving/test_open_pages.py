"""Who else has the same text open stands beside it, and since when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.calls import services as calls
from casework.open_pages.models import OpenPage
from casework.open_pages.services import purge
from tests import former
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(ash, allocated):
    return reverse("safety-plan-write", args=[ash.family.pk])


def beside(client, address):
    return client.get(address).context["who_else"]


def still_open(client, address, **other):
    return client.post(reverse("open-page"), {"url": address, **other})


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_another_person_stands_beside_the_text_with_the_time(cast, signed_in, address, clock):
    sue, dora = signed_in(cast.sue), signed_in(cast.dora)
    assert beside(sue, address) == ""
    assert beside(dora, address) == "Open too, at this moment: Sue Sands, since 10:00."
    clock.move_to(NOW + timedelta(minutes=1))
    assert still_open(sue, address).json() == {"sentence": "Open too, at this moment: Dora Dale, since 10:00."}


def test_whoever_has_left_or_is_not_heard_of_does_not(cast, signed_in, address, clock):
    sue, dora = signed_in(cast.sue), signed_in(cast.dora)
    beside(sue, address)
    still_open(sue, address, left="1")
    assert beside(dora, address) == ""
    clock.move_to(NOW + timedelta(minutes=3))
    assert beside(sue, address) == ""


def test_a_page_stays_open_since_it_was_opened_and_begins_anew_after_a_while(cast, signed_in, address, clock):
    sue, dora = signed_in(cast.sue), signed_in(cast.dora)
    beside(sue, address)
    for minute in (1, 2, 3):
        clock.move_to(NOW + timedelta(minutes=minute))
        still_open(sue, address)
    assert "Sue Sands, since 10:00" in beside(dora, address)
    clock.move_to(NOW + timedelta(minutes=30))
    beside(sue, address)
    assert "Sue Sands, since 10:30" in beside(dora, address)


def test_a_form_that_nobody_else_writes_in_says_nothing(cast, signed_in, ash, allocated, clock):
    address = reverse("warning-add", args=[ash.family.pk])
    assert beside(signed_in(cast.sue), address) is None
    assert not OpenPage.objects.exists()


def test_a_stranger_and_a_former_worker_learn_nothing(cast, signed_in, address, clock):
    beside(signed_in(cast.sue), address)
    assert still_open(signed_in(cast.stan), address).status_code == 404
    former.leave(cast.dora, by=cast.mary)
    assert still_open(signed_in(cast.dora), address).status_code == 404
    for nowhere in ("/nowhere/", "/sign-in/", "/"):
        assert still_open(signed_in(cast.sue), nowhere).status_code == 400


def test_pages_of_yesterday_are_forgotten(cast, signed_in, address, clock):
    beside(signed_in(cast.sue), address)
    assert purge(NOW + timedelta(minutes=59)) == 0
    assert purge(NOW + timedelta(hours=1)) == 1


def test_who_has_a_call_open_is_not_told_to_those_who_may_not_open_it(cast, signed_in):
    call = calls.take(cast.north, child_name="Leo", child_address="2 Elm Road", concern="Alone.", by=cast.cora, at=NOW)
    address = reverse("call-put-right", args=[call.pk])
    assert still_open(signed_in(cast.cora), address).status_code == 200
    assert still_open(signed_in(cast.dora), address).status_code in (403, 404)
    assert still_open(signed_in(cast.dora), reverse("my-work")).status_code == 400
