from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.deaths.services import record_death
from casework.families import services as families
from casework.families.models import Family
from tests.factories import NOW, add_adult, add_child

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
    typed = {"name": "Birch", "team": cast.north.pk, "form_key": uuid4()}
    client = signed_in(cast.mary)
    response = client.post(reverse("family-add"), typed)
    family = Family.objects.get()
    assert response.url == reverse("people", args=[family.pk])
    assert client.post(reverse("family-add"), typed).url == response.url
    assert Family.objects.count() == 1


def test_adding_a_family_offers_the_only_managed_team_as_chosen(cast, signed_in):
    assert f'value="{cast.north.pk}" selected' in text_of(signed_in(cast.mary).get(reverse("family-add")))


def test_adding_a_family_refuses_a_team_that_one_does_not_manage_and_keeps_the_name(cast, signed_in):
    typed = {"name": "Birch", "team": cast.south.pk, "form_key": uuid4()}
    page = text_of(signed_in(cast.mary).post(reverse("family-add"), typed))
    assert "choose from those offered" in page
    assert 'value="Birch"' in page
    assert not Family.objects.exists()


def corrected(client, family, person, **changes):
    """Open the page, change what is given, and send it as a browser would."""
    address = reverse("person-put-right", args=[family.pk, person.pk])
    form = client.get(address).context["form"]
    values = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    return client.post(address, values | changes)


def test_what_is_recorded_of_a_person_is_put_right_and_what_stood_before_is_kept(cast, allocated, signed_in):
    family, mia = allocated.family, allocated.mia
    answer = corrected(signed_in(cast.sue), family, mia, born="2019-05-14", known_as="Mimi")
    assert answer.url == reverse("people", args=[family.pk])
    mia.refresh_from_db()
    assert (str(mia.born), mia.known_as, mia.is_child) == ("2019-05-14", "Mimi", True)
    newest, before = mia.history.all()
    assert (str(before.born), newest.history_user) == ("2019-05-04", cast.sue)


def test_a_correction_that_cannot_be_is_refused_with_a_sentence_and_all_stays(cast, allocated, signed_in):
    answer = corrected(signed_in(cast.sue), allocated.family, allocated.mia, born="2031-01-01", name="Mia Oak")
    assert "The date of birth is in the future." in text_of(answer)
    assert 'value="Mia Oak"' in text_of(answer)
    allocated.mia.refresh_from_db()
    assert allocated.mia.name == "Mia Ash"


def test_a_correction_from_a_page_left_open_is_told_and_saved_at_the_second_try(cast, allocated, signed_in):
    family, mia, sue = allocated.family, allocated.mia, signed_in(cast.sue)
    address = reverse("person-put-right", args=[family.pk, mia.pk])
    seen = sue.get(address).context["form"]["fingerprint"].value()
    corrected(signed_in(cast.mary), family, mia, name="Mia Oak")
    stale = corrected(sue, family, mia, known_as="Mimi", fingerprint=seen)
    assert stale.status_code == 409
    assert "Somebody changed this since you opened the page." in text_of(stale)
    mia.refresh_from_db()
    assert (mia.name, mia.known_as) == ("Mia Oak", "")
    assert (
        corrected(
            sue, family, mia, known_as="Mimi", fingerprint=stale.context["form"]["fingerprint"].value()
        ).status_code
        == 302
    )


def test_only_who_leads_or_manages_puts_right_and_only_people_of_the_family(cast, allocated, signed_in):
    address = reverse("person-put-right", args=[allocated.family.pk, allocated.mia.pk])
    assert signed_in(cast.dora).get(address).status_code == 403
    assert signed_in(cast.stan).get(address).status_code == 404
    elsewhere = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_adult(elsewhere, cast.mary)
    other = reverse("person-put-right", args=[allocated.family.pk, stranger.pk])
    assert signed_in(cast.mary).get(other).status_code == 404


def test_a_birth_is_no_correction_and_lies_before_a_death(cast, allocated, signed_in):
    baby = add_child(allocated.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    for person, sent, sentence in (
        (baby, {"name": "Ada", "born": "2026-11-02", "expected": "", "sex": "F"}, "record the birth"),
        (died_young(cast, allocated), {"name": "Ben", "born": "2026-11-01", "sex": "M"}, "after the day of the death"),
    ):
        address = reverse("person-put-right", args=[allocated.family.pk, person.pk])
        client = signed_in(cast.sue)
        seen = client.get(address).context["form"].initial["fingerprint"]
        assert sentence in client.post(address, {**sent, "fingerprint": seen}).content.decode()
        person.refresh_from_db()
    assert baby.unborn


def died_young(cast, allocated):
    return record_death(allocated.family, allocated.ben, died=date(2026, 10, 1), by=cast.mary, at=NOW)
