from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.referrals import services as referrals
from casework.refusal import Refusal
from tests import brought_in
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from workbook.episodes.queries import people_in_episode
from workbook.members import services as members
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dan(cast, month):
    return members.add_person(month.family, name="Dan Ash", role=FamilyRole.PARENT, by=cast.sue, at=NOW)


def text_of(response):
    return response.content.decode()


def in_a_workbook_of(family, by):
    """Bea Birch, with her child in the open Workbook of the other family."""
    bo, bea = add_child(family, by, name="Bo Birch"), add_adult(family, by, name="Bea Birch")
    referral = referrals.record_referral(
        family, received_on=NOW.date(), source="6", reason="School.", needs={bo: "N1"}, by=by, at=NOW
    )
    workbooks.open_workbook(
        referral, reason="So.", answers=all_met(), index_child=bo, people=[bo, bea],
        supervision_planned_for=NOW + timedelta(days=28), by=by, at=NOW,
    )  # fmt: skip
    return bea


def address(name, month, person):
    return reverse(name, args=[month.family.pk, person.pk])


def test_leaving_the_family_ends_the_part_in_its_workbook_and_can_be_undone(cast, month, dan, signed_in):
    client = signed_in(cast.sue)
    assert "Say why." in text_of(client.post(address("person-leave", month, dan), {"left_on": "2026-11-03"}))
    sent = {"left_on": "2026-11-03", "because": "Moved to Leeds.", "form_key": uuid4()}
    for _ in range(2):
        page = text_of(client.post(address("person-leave", month, dan), sent, follow=True))
        assert "Who belonged to the family before (1)" in page
    assert dan not in people_in_episode(month.episode)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        client.force_login(cast.sue)
        back = {"from_date": "2026-11-05", "in_household": "on", "because": "Home again.", "form_key": uuid4()}
        for _ in range(2):
            page = text_of(client.post(address("person-come-back", month, dan), back, follow=True))
            assert "Dan Ash comes into the Workbook" in page
        story = text_of(client.get(reverse("chronology", args=[month.family.pk])))
    assert "Dan Ash left the family" in story
    assert "Dan Ash came back to the household" in story


@pytest.mark.rule("A1.14")
def test_leaving_is_refused_for_the_only_adult_of_the_workbook(cast, month, signed_in):
    sent = {"left_on": "2026-11-03", "because": "Gone."}
    page = text_of(signed_in(cast.sue).post(address("person-leave", month, month.ann), sent))
    assert "the open Workbook would have no child, or no adult" in page
    assert month.ann in month.family.people_now()
    assert month.ann in people_in_episode(month.episode)


def test_coming_into_the_workbook_is_for_who_belongs_to_the_family(cast, month, signed_in):
    gran = add_adult(month.family, cast.mary, name="Gran Ash")
    client = signed_in(cast.sue)
    assert "Gran Ash comes into the Workbook" in text_of(client.get(address("person-changes", month, gran)))
    for _ in range(2):
        assert client.post(address("person-into-workbook", month, gran)).status_code == 302
    assert month.episode.members.filter(person=gran, until_date=None).count() == 1
    assert "comes into the Workbook" not in text_of(client.get(address("person-changes", month, gran)))


def test_coming_into_a_workbook_is_refused_where_none_is_open_or_from_outside_the_family(cast, allocated, month):
    oak = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    ola = add_adult(oak, cast.mary, name="Ola Oak")
    with pytest.raises(Refusal, match="No Workbook is open"):
        members.come_into_workbook(oak, ola, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="does not belong to this family"):
        members.come_into_workbook(month.family, ola, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        members.come_into_workbook(month.family, month.ann, by=cast.dora, at=NOW)


@pytest.mark.rule("A1.16", "A1.17")
def test_coming_into_the_workbook_asks_about_another_one_and_says_whom_to_ask(cast, month, signed_in):
    birch = families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)
    bea = in_a_workbook_of(birch, cast.sid)
    brought_in.bring_in(month.family, bea, role=FamilyRole.PARENT, in_household=True, by=cast.mary, at=NOW)
    where, client = address("person-into-workbook", month, bea), signed_in(cast.mary)
    page = text_of(client.get(where))
    assert "Bea Birch stays in the Workbook of Birch (F" in page
    assert "ask Team South" in page
    assert "comes into this one" not in page
    page = text_of(client.post(where, {}))
    for sentence in ("Choose in which Workbook", "Choose the ground", "Say what led to this"):
        assert sentence in page
    sent = {f"tie-{bea.pk}": "stays", f"ground-{bea.pk}": "lives", f"because-{bea.pk}": "She lives in the south."}
    for _ in range(2):
        page = text_of(client.post(where, sent, follow=True))
        assert "She lives in the south." in page
        assert "It is recorded in which Workbook Bea Birch is." in page
    assert bea not in people_in_episode(month.episode)
    assert "She lives in the south." in text_of(signed_in(cast.sid).get(reverse("people", args=[birch.pk])))


def test_change_pages_open_for_who_leads_or_manages(cast, month, dan, signed_in):
    for name in ("person-changes", "person-leave", "person-come-back", "person-into-workbook"):
        assert signed_in(cast.dora).get(address(name, month, dan)).status_code == 403
        assert signed_in(cast.stan).get(address(name, month, dan)).status_code == 404
