from datetime import date, timedelta

import pytest
import time_machine

from casework.case_summaries import clocks
from casework.deaths.services import record_death
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.matching.services import bring_in
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast):
    """A new family with one child, Bo."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    return family, add_child(family, cast.mary, name="Bo Birch")


def refer(family, needs, by, **values):
    details = {"received_on": NOW.date(), "source": "6", "reason": "Police attended.", "at": NOW, **values}
    return referrals.record_referral(family, needs=needs, by=by, **details)


def test_referral_opens_each_child_with_its_need_and_the_case_summary_clock(cast, birch):
    family, bo = birch
    referral = refer(family, {bo: "N1"}, cast.mary)
    involvement = referral.involvements.get()
    assert (involvement.child, involvement.need, involvement.opened_on) == (bo, "N1", NOW.date())
    assert family.due_dates.get(timescale="case_summary").child == bo


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": NOW.date() + timedelta(days=1)}, "received_on"),
        ({"source": "99"}, "source"),
        ({"source": ""}, "source"),
        ({"source": "6", "received_on": date(2012, 1, 1)}, "source"),
        ({"reason": " "}, "reason"),
    ],
)
def test_referral_refuses_the_future_and_no_source_or_reason(cast, birch, values, field):
    family, bo = birch
    with pytest.raises(Refusal) as refused:
        refer(family, {bo: "N1"}, cast.mary, **values)
    assert refused.value.field == field
    assert not family.referral_set.exists()


def test_referral_needs_a_child_with_a_need_of_the_list(cast, birch):
    family, bo = birch
    with pytest.raises(Refusal) as refused:
        refer(family, {bo: "6"}, cast.mary)
    assert refused.value.field == f"need-{bo.pk}"
    with pytest.raises(Refusal, match="at least one child"):
        refer(family, {}, cast.mary)


def test_referral_refuses_an_adult_and_a_child_of_another_family(cast, birch, ash):
    family, bo = birch
    for person in (ash.ann, ash.mia):
        with pytest.raises(Refusal, match="children of this family"):
            refer(family, {bo: "N1", person: "N1"}, cast.mary)
    assert not family.referral_set.exists()


def test_referral_refuses_a_child_open_on_another(cast, ash):
    with pytest.raises(Refusal, match="Mia Ash is already open on another referral"):
        refer(ash.family, {ash.mia: "N1"}, cast.mary)


def test_referral_is_recorded_by_managers(cast, birch):
    family, bo = birch
    with pytest.raises(Refusal, match="You may not"):
        refer(family, {bo: "N1"}, cast.cora)


@pytest.mark.rule("A9.1", "C13")
def test_case_summary_is_not_due_after_the_eighteenth_birthday(ash, cast):
    leaver = add_child(ash.family, cast.mary, name="Zoe Ash", born=(NOW + timedelta(days=30)).date().replace(year=2008))
    referrals.record_referral(
        ash.family,
        received_on=NOW.date(),
        source="6",
        reason="Sister of the two.",
        needs={leaver: "N1"},
        by=cast.mary,
        at=NOW,
    )
    assert not ash.family.due_dates.running().filter(child=leaver).exists()
    assert ash.family.due_dates.running().filter(child=ash.mia, timescale="case_summary").exists()


@pytest.mark.rule("A1.16")
def test_referral_refuses_a_child_open_in_another_family_without_naming_it(cast, birch, ash):
    family, _ = birch
    bring_in(family, ash.mia, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Mia Ash is open with another family already") as refused:
        refer(family, {ash.mia: "N1"}, cast.mary)
    assert refused.value.field == f"need-{ash.mia.pk}"


def test_case_summary_is_not_due_of_a_child_who_has_died(cast, ash):
    record_death(ash.family, ash.ben, died=NOW.date(), by=cast.mary, at=NOW)
    with acting(cast.mary):
        clocks.start_case_summary_clock(ash.family.involvement_set.get(child=ash.ben), at=NOW)
    assert not ash.family.due_dates.running().filter(child=ash.ben).exists()
