from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.families.models import Family
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def test_the_list_shows_my_families_and_none_of_anybody_elses(cast, allocated, signed_in):
    address = reverse("families")
    assert "Mia Ash" in text_of(signed_in(cast.sue).get(address))
    assert "Ash" not in text_of(signed_in(cast.stan).get(address))


def test_only_a_manager_is_offered_to_add_a_family(cast, ash, signed_in):
    address = reverse("families")
    assert "Add a family" in text_of(signed_in(cast.mary).get(address))
    assert "Add a family" not in text_of(signed_in(cast.sue).get(address))
    assert signed_in(cast.sue).get(reverse("family-add")).status_code == 403
    assert signed_in(cast.sue).post(reverse("family-add"), {}).status_code == 403


@pytest.mark.parametrize("query", ["page=2", "page=x", "page=-1", "page=99999999999999999999", "whose=nobody", "q=%00"])
def test_an_address_typed_wrong_still_gives_a_list(cast, ash, signed_in, query):
    assert signed_in(cast.mary).get(f"{reverse('families')}?{query}").status_code == 200


def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_typed(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(f"{reverse('families')}?q=zebra"))
    assert "No family that you may open fits this." in page
    assert 'value="zebra"' in page


def test_pages_of_a_narrowed_list_stay_narrowed(cast, signed_in):
    for number in range(26):
        families.add_family(name=f"Oak {number:02}", team=cast.north, by=cast.mary, at=NOW)
    page = text_of(signed_in(cast.mary).get(f"{reverse('families')}?q=oak&whose=team"))
    assert "?q=oak&amp;whose=team&amp;page=2" in page


def test_adding_a_family_leads_on_to_its_people(cast, signed_in):
    typed = {"name": "Birch", "team": cast.north.pk, "form_key": uuid4()}
    client = signed_in(cast.mary)
    response = client.post(reverse("family-add"), typed)
    family = Family.objects.get()
    assert response.url == reverse("people", args=[family.pk])
    assert client.post(reverse("family-add"), typed).url == response.url
    assert Family.objects.count() == 1


def test_a_manager_of_one_team_finds_it_chosen(cast, signed_in):
    assert f'value="{cast.north.pk}" selected' in text_of(signed_in(cast.mary).get(reverse("family-add")))


def test_a_team_that_one_does_not_manage_is_refused_and_the_name_stays(cast, signed_in):
    typed = {"name": "Birch", "team": cast.south.pk, "form_key": uuid4()}
    page = text_of(signed_in(cast.mary).post(reverse("family-add"), typed))
    assert "choose from those offered" in page
    assert 'value="Birch"' in page
    assert not Family.objects.exists()


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
