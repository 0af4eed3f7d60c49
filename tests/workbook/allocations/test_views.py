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


def address_of(family):
    return reverse("allocate", args=[family.pk])


@pytest.mark.rule("A1.19", "A11.1")
def test_a_manager_allocates_a_worker_with_the_role_they_hold_and_says_who_leads(cast, ash, signed_in):
    sent = {"worker": cast.sue.memberships.get().pk, "lead": "on", "reason": "Knows the family."}
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), sent, follow=True))
    assert "Sue Sands was allocated as social worker." in page
    allocation = ash.family.allocation_set.get()
    assert (allocation.worker, allocation.role, allocation.lead_from) == (cast.sue, "social_worker", NOW.date())


def test_while_somebody_leads_the_page_says_who_and_does_not_ask(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(address_of(allocated.family)))
    assert "Sue Sands leads the work with this family." in page
    assert 'name="lead"' not in page


def test_who_is_allocated_already_or_of_another_team_is_not_offered(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(address_of(allocated.family)))
    assert "Cora Cole, social worker (North)" in page
    for absent in ("Dora Dale, ", "Stan Snow, ", "Bob Birch, "):
        assert absent not in page


def test_a_worker_of_another_team_cannot_be_slipped_in(cast, ash, signed_in):
    sent = {"worker": cast.stan.memberships.get().pk}
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), sent))
    assert "choose from those offered" in page
    assert not ash.family.allocation_set.exists()


def test_a_lead_who_is_no_social_worker_is_refused_at_the_field_with_all_kept(cast, ash, signed_in):
    sent = {"worker": cast.dora.memberships.get().pk, "lead": "on", "reason": "Knows the family."}
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), sent))
    assert "The lead worker is a social worker." in page
    assert 'href="#id_lead"' in page
    assert "Knows the family." in page


def test_only_a_manager_allocates(cast, allocated, signed_in):
    assert signed_in(cast.sue).get(address_of(allocated.family)).status_code == 403
    assert signed_in(cast.stan).get(address_of(allocated.family)).status_code == 404
