"""The tie-break as the page of the decision asks for it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.referrals import services as referrals
from tests import brought_in
from tests.factories import NOW, add_adult, add_child
from workbook.episodes.queries import people_in_episode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast, month):
    """Another family of Team North to which Ben, the youngest and open in the Ash Workbook, belongs too."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    family.bo = add_child(family, cast.mary, name="Bo Birch")
    family.bea = add_adult(family, cast.mary, name="Bea Birch")
    brought_in.bring_in(family, month.ben, role=FamilyRole.CHILD, in_household=True, by=cast.mary, at=NOW)
    family.referral = referrals.record_referral(
        family, received_on=NOW.date(), source="6", reason="School.", needs={family.bo: "N1"}, by=cast.mary, at=NOW
    )
    return family


def decide(client, birch, month, **values):
    sent = {
        "decision": "open", "reason": "Two workers.", "index_child": birch.bo.pk,
        "people": [birch.bo.pk, birch.bea.pk, month.ben.pk], "programme_with": [birch.bea.pk],
        "answer-trio": ["domestic_abuse"], "answer-adult_worker": "yes",
        "supervision_planned_for": (NOW + timedelta(days=28)).strftime("%Y-%m-%dT%H:%M"), **values,
    }  # fmt: skip
    return client.post(reverse("workbook-decide", args=[birch.pk, birch.referral.pk]), sent, follow=True)


def tie(month, in_which="comes"):
    pk = month.ben.pk
    return {f"tie-{pk}": in_which, f"ground-{pk}": "risk", f"because-{pk}": "His father is violent."}


@pytest.mark.rule("A1.16", "A1.17")
def test_form_asks_in_which_workbook_a_person_of_two_families_is_to_be(cast, month, birch, signed_in):
    client = signed_in(cast.mary)
    page = client.get(reverse("workbook-decide", args=[birch.pk, birch.referral.pk]))
    for words in ("another family's open Workbook", "Ben Ash comes into this one", "with which Ben Ash lives"):
        assert words in page.content.decode()
    assert page.context["form"].initial["index_child"] == birch.bo.pk, "who is in another Workbook is not proposed"


@pytest.mark.rule("A1.16", "A1.17")
def test_form_without_an_answer_opens_nothing_and_keeps_what_was_typed(cast, month, birch, signed_in):
    page = decide(signed_in(cast.mary), birch, month).content.decode()
    for sentence in ("Choose in which Workbook Ben Ash is to be.", "Choose the ground for Ben Ash.", "Two workers."):
        assert sentence in page
    assert not birch.workbook_set.exists()


@pytest.mark.rule("A1.16", "A1.17")
def test_form_that_lets_a_person_come_makes_both_files_say_why(cast, month, birch, signed_in):
    client = signed_in(cast.mary)
    decide(client, birch, month, **tie(month))
    assert month.ben in people_in_episode(birch.workbook_set.get().episodes.get())
    assert month.ben not in people_in_episode(month.episode)
    for family in (birch, month.family):
        for name in ("people", "chronology"):
            assert "His father is violent." in client.get(reverse(name, args=[family.pk])).content.decode()


def test_form_does_not_ask_about_who_is_left_out_anyhow(cast, month, birch, signed_in):
    decide(signed_in(cast.mary), birch, month, people=[birch.bo.pk, birch.bea.pk])
    assert birch.workbook_set.exists()


def test_form_refuses_an_index_child_who_stays_in_the_other_workbook(cast, month, birch, signed_in):
    page = decide(signed_in(cast.mary), birch, month, index_child=month.ben.pk, **tie(month, "stays"))
    assert "The index child must be one of the children" in page.content.decode()
    assert not birch.workbook_set.exists()
