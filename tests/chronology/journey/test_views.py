import re

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOW

pytestmark = pytest.mark.django_db


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("A4.4")
def test_journey_page_shows_the_picture_and_the_same_in_words(cast, journey, signed_in):
    answer = signed_in(cast.dora).get(reverse("journey", args=[journey.family.pk]))
    assert 'role="img"' in answer.content.decode()
    for said in ("The family’s journey", "The same in words", "August 2025", "Sue Sands: Red", "9 months: nothing is"):
        assert said in text(answer)


def test_journey_page_says_what_will_be_there_before_anything_happened(cast, elm, signed_in):
    assert "Nothing has been recorded yet" in text(signed_in(cast.mary).get(reverse("journey", args=[elm.family.pk])))


@pytest.mark.rule("A4.4")
def test_overview_and_workbook_lead_to_the_journey(cast, journey, signed_in):
    client, address = signed_in(cast.mary), reverse("journey", args=[journey.family.pk])
    for page in ("family", "workbook"):
        assert address in client.get(reverse(page, args=[journey.family.pk])).content.decode()


def test_journey_is_not_found_by_a_stranger(cast, elm, signed_in):
    assert signed_in(cast.stan).get(reverse("journey", args=[elm.family.pk])).status_code == 404
