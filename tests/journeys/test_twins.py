"""Twins are born to a family whose Workbook is open: the lead worker records it on a telephone."""

from datetime import timedelta

import pytest

from casework.families.models import Family
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from tests.cast import the_allocation, the_ash_family
from tests.checklist import all_met
from tests.factories import NOW, add_child
from workbook.workbooks import services as workbooks

BORN = "2026-11-02"


@pytest.fixture
def expecting(cast, clock):
    """Ash with an open Workbook and a child expected within a fortnight."""
    clock.move_to(NOW)
    ash = the_allocation({"cast": cast, "ash": the_ash_family({"cast": cast})})
    ash.baby = add_child(
        ash.family, cast.mary, name="Baby Ash", born=None, expected=(NOW + timedelta(days=14)).date(), at=NOW
    )
    relationships.relate(ash.family, ash.ann, kind="mother", other=ash.baby, by=cast.mary, at=NOW)
    referrals.record_referral(
        ash.family, received_on=(NOW - timedelta(days=9)).date(), source="3A", reason="The midwife called.",
        needs={ash.baby: "N1"}, by=cast.mary, at=NOW,
    )  # fmt: skip
    workbooks.open_workbook(
        ash.referral, reason="Two adult workers are needed.", answers=all_met(), index_child=ash.ben,
        people=[ash.mia, ash.ben, ash.ann, ash.baby], supervision_planned_for=NOW + timedelta(days=28), by=cast.mary,
        at=NOW,
    )  # fmt: skip
    return ash


@pytest.mark.rule("A10.6", "C2")
def test_twins_are_born(cast, expecting, at_browser):
    family = expecting.family
    sue, mary = at_browser(cast.sue, width=390), at_browser(cast.mary)
    open_the_birth(sue, family)
    nothing_is_recorded_without_a_name_or_in_the_future(sue, family)
    record_the_twins(sue, family)
    both_stand_with_their_mother(sue, family)
    sent_once_more_nothing_is_doubled(mary, family)
    both_are_in_the_workbook_and_the_chronology(mary, family)


def open_the_birth(sue, family):
    assert "unborn, due" in sue.go(f"/families/{family.pk}/people/").is_well_served().page.content()
    sue.follow("Record a change of Baby Ash", exact=False).is_well_served()
    sue.follow("Baby Ash was born").is_well_served()


def row(person, number):
    return person.page.get_by_role("group", name=f"Child {number}", exact=True).first


def type_child(person, number, name, sex):
    child = row(person, number)
    child.get_by_label("Full name").fill(name)
    if sex:
        child.get_by_label(sex, exact=True).check()


def nothing_is_recorded_without_a_name_or_in_the_future(sue, family):
    sue.fill("Date of birth", "2026-11-30").press("Record the birth")
    sue.sees("Give the child's name").is_well_served()
    type_child(sue, 1, "Ada Ash", "Female")
    sue.press("Record the birth").sees("lies in the future")
    assert row(sue, 1).get_by_label("Full name").input_value() == "Ada Ash"
    assert Family.objects.get(pk=family.pk).familymember_set.count() == 4


def record_the_twins(sue, family):
    sue.fill("Date of birth", BORN)
    type_child(sue, 2, "Abe Ash", "Male")
    sue.is_well_served().press("Record the birth")
    sue.sees("The birth of Ada Ash and Abe Ash was recorded.").is_well_served()


def both_stand_with_their_mother(sue, family):
    for name in ("Ada Ash", "Abe Ash"):
        sue.sees(f"Ann Ash is the mother of {name}")
        assert sue.page.get_by_role("row").filter(has_text=name).filter(has_text="Mon 2 Nov 2026").count() == 1
    sue.sees("Ada Ash is a brother or sister of Abe Ash")
    assert "Baby Ash" not in sue.page.inner_text("main")


def sent_once_more_nothing_is_doubled(mary, family):
    """Somebody else comes with the same news, from a page that was left open."""
    mary.go(f"/families/{family.pk}/people/{family.familymember_set.get(person__name='Ada Ash').person_id}/birth/")
    assert mary.response.status == 409
    mary.sees("The birth of Ada Ash is recorded already").is_well_served()
    assert family.familymember_set.count() == 5


def both_are_in_the_workbook_and_the_chronology(mary, family):
    page = mary.go(f"/families/{family.pk}/").is_well_served().page.content()
    assert "Ada Ash" in page and "Abe Ash" in page
    mary.sees("The mother of all four children")
    mary.go(f"/families/{family.pk}/workbook/").follow("Episode 1")
    page = mary.page.content()
    assert "Ada Ash" in page and "Abe Ash" in page
    mary.is_well_served().go(f"/families/{family.pk}/chronology/")
    mary.sees("Ada Ash was born").sees("Abe Ash was born").sees("Abe Ash: opened as a child in need").is_well_served()
