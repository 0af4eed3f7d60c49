import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.families.models import Family
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def test_list_shows_my_families_and_none_of_anybody_elses(cast, allocated, signed_in):
    address = reverse("families")
    assert "Mia Ash" in text_of(signed_in(cast.sue).get(address))
    assert "Ash" not in text_of(signed_in(cast.stan).get(address))


def test_adding_a_family_is_offered_to_managers_only(cast, ash, signed_in):
    address = reverse("families")
    assert "Add a family" in text_of(signed_in(cast.mary).get(address))
    assert "Add a family" not in text_of(signed_in(cast.sue).get(address))
    assert signed_in(cast.sue).get(reverse("family-add")).status_code == 403
    assert signed_in(cast.sue).post(reverse("family-add"), {}).status_code == 403


@pytest.mark.parametrize(
    "query", ["after=2", "after=x", "before=-1", "after=99999999999999999999", "whose=nobody", "q=%00"]
)
def test_list_opens_for_an_address_typed_wrong(cast, ash, signed_in, query):
    assert signed_in(cast.mary).get(f"{reverse('families')}?{query}").status_code == 200


def test_search_that_finds_nothing_says_so_and_keeps_what_was_typed(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(f"{reverse('families')}?q=zebra"))
    assert "No family that you may open fits this." in page
    assert 'value="zebra"' in page


def listed(page):
    return [row.family.name for row in page.context["rows"]]


def test_long_list_comes_in_pages_of_25_and_stays_filtered(cast, signed_in):
    for number in range(26):
        families.add_family(name=f"Oak {number:02}", team=cast.north, by=cast.mary, at=NOW)
    families.add_family(name="Pine", team=cast.north, by=cast.mary, at=NOW)
    address, client = reverse("families"), signed_in(cast.mary)
    first = client.get(f"{address}?q=oak&whose=team")
    assert listed(first) == [f"Oak {number:02}" for number in range(25)]
    assert not first.context["previous_url"]
    assert "?q=oak&amp;whose=team&amp;after=" in text_of(first)
    second = client.get(address + first.context["next_url"])
    assert listed(second) == ["Oak 25"]
    assert not second.context["next_url"]
    back = client.get(address + second.context["previous_url"])
    assert listed(back) == listed(first)


def test_adding_a_family_leads_on_to_its_people(cast, signed_in):
    typed = {"name": "Birch", "team": cast.north.pk}
    response = signed_in(cast.mary).post(reverse("family-add"), typed)
    family = Family.objects.get()
    assert response.url == reverse("people", args=[family.pk])


def test_adding_a_family_offers_the_only_managed_team_as_chosen(cast, signed_in):
    assert f'value="{cast.north.pk}" selected' in text_of(signed_in(cast.mary).get(reverse("family-add")))


def test_adding_a_family_refuses_a_team_that_one_does_not_manage_and_keeps_the_name(cast, signed_in):
    typed = {"name": "Birch", "team": cast.south.pk}
    page = text_of(signed_in(cast.mary).post(reverse("family-add"), typed))
    assert "choose from those offered" in page
    assert 'value="Birch"' in page
    assert not Family.objects.exists()
