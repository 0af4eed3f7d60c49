import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mother(allocated):
    return allocated.family.relationship_set.get(person=allocated.ann, other=allocated.mia)


def text_of(response):
    return response.content.decode()


def address(allocated, mother):
    return reverse("relationship-end", args=[allocated.family.pk, mother.pk])


def test_what_was_so_stands_among_what_was_before(cast, allocated, mother, signed_in):
    sent = {"how": "ended", "ended_on": "2026-11-02", "because": "Adopted."}
    for _ in range(2):
        page = text_of(signed_in(cast.sue).post(address(allocated, mother), sent, follow=True))
        assert "What was so before (1)" in page
        assert "until Mon 2 Nov 2026: Adopted." in page


def test_what_never_was_stands_nowhere(cast, allocated, mother, signed_in):
    sent = {"how": "wrong", "because": "She is the aunt."}
    client = signed_in(cast.sue)
    client.post(address(allocated, mother), sent)
    page = text_of(client.get(reverse("people", args=[allocated.family.pk])))
    assert page.count("Ann Ash is the mother of Mia Ash") == 1, "but for the line that says what was done"
    assert client.get(address(allocated, mother)).status_code == 404
    assert client.post(address(allocated, mother), sent).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose one."),
        ({"how": "ended"}, "Give the last day on which it was so."),
        ({"how": "ended", "ended_on": "2026-11-04"}, "lies in the future"),
        ({"how": "wrong"}, "Say what was wrong."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(cast, allocated, mother, signed_in, sent, sentence):
    assert sentence in text_of(signed_in(cast.sue).post(address(allocated, mother), sent))
    mother.refresh_from_db()
    assert mother.until_date is None


def test_only_who_leads_or_manages_ends_one(cast, allocated, mother, signed_in):
    assert signed_in(cast.dora).get(address(allocated, mother)).status_code == 403
    assert signed_in(cast.stan).get(address(allocated, mother)).status_code == 404


def test_before_there_are_two_people_the_relationship_page_says_what_to_do_first(cast, ash, signed_in):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    client = signed_in(cast.mary)
    assert "Add the people first" in text_of(client.get(reverse("relationship-add", args=[birch.pk])))
    assert "Add the people first" not in text_of(client.get(reverse("relationship-add", args=[ash.family.pk])))


def test_a_relationship_is_added_to_several_at_once_and_said_back(cast, ash, signed_in):
    dan = add_adult(ash.family, cast.mary, name="Dan Ash")
    typed = {"person": dan.pk, "kind": "father", "others": [ash.mia.pk, ash.ben.pk]}
    address = reverse("relationship-add", args=[ash.family.pk])
    page = text_of(signed_in(cast.mary).post(address, typed, follow=True))
    assert "Dan Ash is the father of Mia Ash; Dan Ash is the father of Ben Ash." in page


def test_a_relationship_to_oneself_is_refused_at_its_field_with_all_choices_kept(cast, ash, signed_in):
    typed = {"person": ash.ann.pk, "kind": "carer", "others": [ash.ann.pk, ash.mia.pk]}
    page = text_of(signed_in(cast.mary).post(reverse("relationship-add", args=[ash.family.pk]), typed))
    assert "Nobody is related to oneself." in page
    assert f'value="{ash.ann.pk}" selected' in page
    assert page.count("checked") == 2


def test_a_person_of_another_family_cannot_be_chosen(cast, ash, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_adult(other, cast.mary, name="Bo Birch")
    typed = {"person": bo.pk, "kind": "carer", "others": [ash.mia.pk]}
    page = text_of(signed_in(cast.mary).post(reverse("relationship-add", args=[ash.family.pk]), typed))
    assert "choose from those offered" in page
    assert not bo.relationships.exists()


def test_a_worker_who_does_not_lead_may_not_add_relationships(cast, allocated, signed_in):
    address = reverse("relationship-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(address).status_code == 200
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404


def test_a_relationship_does_not_begin_in_the_future(cast, allocated, signed_in):
    address = reverse("relationship-add", args=[allocated.family.pk])
    sent = {"person": allocated.ann.pk, "kind": "carer", "others": [allocated.mia.pk], "from_date": "2099-01-01"}
    assert "lies in the future" in signed_in(cast.sue).post(address, sent).content.decode()
