import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mother(month):
    return month.family.relationship_set.get(person=month.ann, other=month.mia)


def text_of(response):
    return response.content.decode()


def address(month, mother):
    return reverse("relationship-end", args=[month.family.pk, mother.pk])


def test_what_was_so_stands_among_what_was_before(cast, month, mother, signed_in):
    sent = {"how": "ended", "ended_on": "2026-11-02", "because": "Adopted."}
    for _ in range(2):
        page = text_of(signed_in(cast.sue).post(address(month, mother), sent, follow=True))
        assert "What was so before (1)" in page
        assert "until Mon 2 Nov 2026: Adopted." in page


def test_what_never_was_stands_nowhere(cast, month, mother, signed_in):
    sent = {"how": "wrong", "because": "She is the aunt."}
    client = signed_in(cast.sue)
    client.post(address(month, mother), sent)
    page = text_of(client.get(reverse("people", args=[month.family.pk])))
    assert page.count("Ann Ash is the mother of Mia Ash") == 1, "but for the line that says what was done"
    assert client.get(address(month, mother)).status_code == 404
    assert client.post(address(month, mother), sent).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose one."),
        ({"how": "ended"}, "Give the last day on which it was so."),
        ({"how": "ended", "ended_on": "2026-11-04"}, "lies in the future"),
        ({"how": "wrong"}, "Say what was wrong."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(cast, month, mother, signed_in, sent, sentence):
    assert sentence in text_of(signed_in(cast.sue).post(address(month, mother), sent))
    mother.refresh_from_db()
    assert mother.until_date is None


def test_only_who_leads_or_manages_ends_one(cast, month, mother, signed_in):
    assert signed_in(cast.dora).get(address(month, mother)).status_code == 403
    assert signed_in(cast.stan).get(address(month, mother)).status_code == 404
