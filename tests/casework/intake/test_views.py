from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.referrals.models import Referral
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast):
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    return family, add_child(family, cast.mary, name="Bo Birch"), add_child(family, cast.mary, name="Bea Birch")


def text_of(response):
    return response.content.decode()


def typed(**values):
    return {"received_on": "2026-11-02", "source": "6", "reason": "Police attended.", "form_key": uuid4(), **values}


def test_a_manager_records_a_referral_with_the_need_of_each_child_that_it_concerns(cast, birch, signed_in):
    family, bo, bea = birch
    address = reverse("referral-add", args=[family.pk])
    response = signed_in(cast.mary).post(address, typed(**{f"need-{bo.pk}": "N1", f"need-{bea.pk}": ""}))
    assert response.url == reverse("people", args=[family.pk])
    assert [involvement.child for involvement in family.involvement_set.all()] == [bo]


def test_a_second_submission_leads_to_the_same_place_and_changes_nothing(cast, birch, signed_in):
    family, bo, _ = birch
    sent = typed(**{f"need-{bo.pk}": "N1"})
    client = signed_in(cast.mary)
    for _ in range(2):
        assert client.post(reverse("referral-add", args=[family.pk]), sent).status_code == 302
    assert Referral.objects.count() == 1


def test_a_referral_of_the_future_is_refused_at_its_field_and_all_that_was_typed_stays(cast, birch, signed_in):
    family, bo, _ = birch
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()
    sent = typed(received_on=tomorrow, **{f"need-{bo.pk}": "N3"})
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent))
    assert 'href="#id_received_on"' in page
    assert "cannot have been received in the future" in page
    for kept in (tomorrow, "Police attended.", '<option value="N3" selected', '<option value="6" selected'):
        assert kept in page


def test_a_referral_without_any_child_is_refused(cast, birch, signed_in):
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[birch[0].pk]), typed()))
    assert "at least one child" in page


def test_a_child_already_open_is_named_and_not_asked_about(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[ash.family.pk])))
    assert "Already open on another referral: Mia Ash, Ben Ash." in page
    assert f"need-{ash.mia.pk}" not in page
    assert "Add the children first" in page


def test_nobody_is_told_to_add_children_who_are_there_already(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[ash.family.pk])))
    assert "all of this family are open on one already" in page


def test_where_there_is_no_child_the_page_says_so(cast, signed_in):
    family = families.add_family(name="Empty", team=cast.north, by=cast.mary, at=NOW)
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[family.pk])))
    assert "Add the children first: a referral concerns at least one child" in page
    assert "are open on one already" not in page


def test_a_child_of_another_family_cannot_be_slipped_in(cast, birch, ash, signed_in):
    family, bo, _ = birch
    sent = typed(**{f"need-{bo.pk}": "N1", f"need-{ash.mia.pk}": "N1"})
    signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent)
    assert family.involvement_set.get().child == bo


def test_the_referral_is_read_with_words_for_its_codes(cast, allocated, signed_in):
    page = text_of(signed_in(cast.rick).get(reverse("referral", args=[allocated.family.pk, allocated.referral.pk])))
    for words in ("Police", "Abuse or neglect", "Police attended twice.", "Mia Ash"):
        assert words in page


def test_a_referral_is_reached_only_through_its_family(cast, birch, ash, signed_in):
    address = reverse("referral", args=[birch[0].pk, ash.referral.pk])
    assert signed_in(cast.mary).get(address).status_code == 404
    assert signed_in(cast.stan).get(reverse("referral", args=[ash.family.pk, ash.referral.pk])).status_code == 404


def test_only_a_manager_opens_the_form(cast, allocated, signed_in):
    assert signed_in(cast.sue).get(reverse("referral-add", args=[allocated.family.pk])).status_code == 403
