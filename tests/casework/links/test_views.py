from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.access.models import Restriction
from casework.families import services as families
from casework.trail.acting import acting
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def south(cast):
    return families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)


def text_of(response):
    return response.content.decode()


def linked(client, month, south):
    sent = {"other": south.reference, "person": month.ann.pk, "because": "Her brother's."}
    return text_of(client.post(reverse("link-add", args=[month.family.pk]), sent, follow=True))


@pytest.mark.rule("A1.16")
def test_link_is_shown_by_both_families_and_leads_only_who_may_open(cast, month, south, signed_in):
    page = linked(signed_in(cast.mary), month, south)
    assert "Birch (F" in page
    assert "(ask Team South)" in page
    assert reverse("people", args=[south.pk]) not in page
    other = text_of(signed_in(cast.sid).get(reverse("people", args=[south.pk])))
    assert "through Ann Ash" in other
    assert "(ask Team North)" in other
    serena = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    page = linked(signed_in(cast.mary), month, serena)
    assert reverse("people", args=[serena.pk]) in page


@pytest.mark.rule("A11.2")
def test_link_with_a_restricted_family_is_not_there(cast, month, south, signed_in):
    before = text_of(signed_in(cast.mary).get(reverse("people", args=[month.family.pk])))
    linked(signed_in(cast.mary), month, south)
    with acting(cast.sid):
        Restriction.objects.create(family=south, because="A worker's own family.", from_date=NOW.date())
    page = text_of(signed_in(cast.mary).get(reverse("people", args=[month.family.pk])))
    assert "Birch" not in page
    assert "brother" not in page
    assert ("inked" in page) == ("inked" in before)


def test_link_page_takes_only_families_that_one_may_find(cast, month, south, signed_in):
    address = reverse("link-add", args=[month.family.pk])
    assert "Birch" not in text_of(signed_in(cast.mary).get(address))
    for typed in (south.reference, "Birch", "birch", "Bir"):
        page = text_of(signed_in(cast.sue).post(address, {"other": typed, "because": "So."}))
        assert f"No family that you may choose is found by ‘{typed}’." in page
        assert south.reference not in page.replace(typed, "")
        assert "So." in page
    with acting(cast.sid):
        Restriction.objects.create(family=south, because="A worker's own family.", from_date=NOW.date())
    assert "No family that you may choose" in text_of(
        signed_in(cast.mary).post(address, {"other": south.reference, "because": "So."})
    )


def test_link_ends_with_a_reason_on_both_files(cast, month, south, signed_in):
    linked(signed_in(cast.mary), month, south)
    link = month.family.familylink_set.get()
    address = reverse("link-end", args=[south.pk, link.pk])
    client = signed_in(cast.sid)
    assert "Say why." in text_of(client.post(address, {"because": ""}))
    sent = {"because": "They moved.", "form_key": uuid4()}
    for _ in range(2):
        page = text_of(client.post(address, sent, follow=True))
        assert "Linked before (1)" in page
    assert "Ended: They moved." in text_of(signed_in(cast.mary).get(reverse("people", args=[month.family.pk])))


def test_link_pages_are_for_who_leads_or_manages(cast, month, south, signed_in):
    linked(signed_in(cast.mary), month, south)
    link = month.family.familylink_set.get()
    for address in (reverse("link-add", args=[month.family.pk]), reverse("link-end", args=[month.family.pk, link.pk])):
        assert signed_in(cast.dora).get(address).status_code == 403
        assert signed_in(cast.stan).get(address).status_code == 404
