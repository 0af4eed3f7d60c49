import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def address(family, person, name="person-death"):
    return reverse(name, args=[family.pk, person.pk])


def test_death_is_recorded_with_its_consequences_and_read_everywhere(cast, month, signed_in):
    client = signed_in(cast.sue)
    page = text_of(client.get(address(month.family, month.ben)))
    assert "a manager closes that, and is told" in page
    for _ in range(2):
        answer = client.post(address(month.family, month.ben), {"died": "2026-11-02"}, follow=True)
        assert "It was recorded that Ben Ash died on Mon 2 Nov 2026." in text_of(answer)
    for name in ("people", "family"):
        page = text_of(client.get(reverse(name, args=[month.family.pk])))
        assert "Ben Ash (died Mon 2 Nov 2026, aged 2)" in page
    assert "Ben Ash died" in text_of(client.get(reverse("chronology", args=[month.family.pk])))


def test_death_page_keeps_bad_input_and_says_what_to_do(cast, month, signed_in):
    client = signed_in(cast.sue)
    assert "Give the day of the death." in text_of(client.post(address(month.family, month.ben), {"died": ""}))
    page = text_of(client.post(address(month.family, month.ben), {"died": "2026-11-04"}))
    assert "lies in the future" in page
    assert 'value="2026-11-04"' in page


def test_death_page_left_open_does_not_change_the_recorded_day(cast, month, signed_in):
    client = signed_in(cast.sue)
    client.post(address(month.family, month.ben), {"died": "2026-11-02"})
    answer = client.post(address(month.family, month.ben), {"died": "2026-11-01"})
    assert answer.status_code == 409
    assert "died on Mon 2 Nov 2026" in text_of(answer)
    assert client.get(address(month.family, month.ben)).url == address(
        month.family, month.ben, "person-death-put-right"
    )


def test_death_is_put_right(cast, month, signed_in):
    client, right = signed_in(cast.sue), address(month.family, month.ben, "person-death-put-right")
    client.post(address(month.family, month.ben), {"died": "2026-11-02"})
    assert 'value="2026-11-02"' in text_of(client.get(right))
    assert "or tick that it was recorded wrongly" in text_of(client.post(right, {"died": ""}))
    page = text_of(client.post(right, {"died": "2026-11-02", "lives": "on"}, follow=True))
    assert "Ben Ash (2)" in page


def test_death_pages_are_for_who_leads_or_manages(cast, month, signed_in):
    for name in ("person-death", "person-death-put-right"):
        assert signed_in(cast.dora).get(address(month.family, month.ben, name)).status_code == 403
        assert signed_in(cast.stan).get(address(month.family, month.ben, name)).status_code == 404
