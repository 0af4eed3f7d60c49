from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def test_move_of_those_chosen_is_in_the_chronology(cast, month, signed_in):
    client, address = signed_in(cast.sue), reverse("household-move", args=[month.family.pk])
    page = text_of(client.get(f"{address}?who={month.ann.pk}&to=out"))
    assert page.count("checked") == 2
    sent = {
        "people": [month.ann.pk, month.mia.pk], "in_household": "out", "moved_on": "2026-11-01",
        "because": "To a refuge.", "form_key": uuid4(),
    }  # fmt: skip
    for _ in range(2):
        page = text_of(client.post(address, sent, follow=True))
        assert "Lives elsewhere since Sun 1 Nov 2026" in page
    story = text_of(client.get(reverse("chronology", args=[month.family.pk])))
    assert story.count("Ann Ash moved out of the household") == 1
    assert "To a refuge." in story
    assert "left the" not in story


def test_move_offers_once_who_was_entered_twice(cast, month, signed_in):
    twin = add_adult(month.family, cast.mary, name="Anne Ash")
    with acting(cast.mary):
        change(twin, merged_into=month.ann, merged_because="The same number.")
    page = text_of(signed_in(cast.sue).get(reverse("household-move", args=[month.family.pk])))
    assert "Ann Ash" in page
    assert "Anne Ash" not in page


def test_move_page_refuses_bad_input_with_a_sentence(cast, month, signed_in):
    client, address = signed_in(cast.sue), reverse("household-move", args=[month.family.pk])
    page = text_of(client.post(address, {"because": "To a refuge."}))
    for sentence in ("Tick at least one person", "Choose whether they moved", "Give the first day", "To a refuge."):
        assert sentence in page
    sent = {"people": [month.ann.pk], "in_household": "in", "moved_on": "2026-11-01"}
    assert "choose from those offered" in text_of(client.post(address, sent))
    sent["in_household"] = "into"
    assert "living in the household already" in text_of(client.post(address, sent))


def test_move_page_is_for_who_leads_or_manages(cast, month, signed_in):
    address = reverse("household-move", args=[month.family.pk])
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404
