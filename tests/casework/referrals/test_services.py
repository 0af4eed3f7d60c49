from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from casework.allocations import services as allocations
from casework.families import services as families
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.factories import NOW, UserFactory, add_child

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


def test_a_referral_opens_each_child_with_its_need_and_the_case_summary_clock(cast, birch):
    family, bo = birch
    referral = refer(family, {bo: "N1"}, cast.mary)
    involvement = referral.involvements.get()
    assert (involvement.child, involvement.need, involvement.opened_on) == (bo, "N1", NOW.date())
    assert family.due_dates.get(timescale="case_summary").child == bo


def test_the_same_form_sent_twice_records_one_referral(cast, birch):
    family, bo = birch
    key = uuid4()
    assert refer(family, {bo: "N1"}, cast.mary, form_key=key) == refer(family, {bo: "N1"}, cast.mary, form_key=key)
    assert family.involvement_set.count() == 1


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
def test_a_referral_of_the_future_or_without_source_or_reason_is_refused(cast, birch, values, field):
    family, bo = birch
    with pytest.raises(Refusal) as refused:
        refer(family, {bo: "N1"}, cast.mary, **values)
    assert refused.value.field == field
    assert not family.referral_set.exists()


def test_a_need_comes_from_the_list_and_at_least_one_child_is_needed(cast, birch):
    family, bo = birch
    with pytest.raises(Refusal) as refused:
        refer(family, {bo: "6"}, cast.mary)
    assert refused.value.field == f"need-{bo.pk}"
    with pytest.raises(Refusal, match="at least one child"):
        refer(family, {}, cast.mary)


def test_a_child_of_another_family_or_an_adult_is_refused(cast, birch, ash):
    family, bo = birch
    for person in (ash.ann, ash.mia):
        with pytest.raises(Refusal, match="children of this family"):
            refer(family, {bo: "N1", person: "N1"}, cast.mary)
    assert not family.referral_set.exists()


def test_a_child_open_on_one_referral_is_left_out_of_the_next(cast, ash):
    with pytest.raises(Refusal, match="Mia Ash is already open on another referral"):
        refer(ash.family, {ash.mia: "N1"}, cast.mary)


def test_only_a_manager_records_a_referral(cast, birch):
    family, bo = birch
    with pytest.raises(Refusal, match="You may not"):
        refer(family, {bo: "N1"}, cast.cora)


@pytest.mark.rule("A11.1")
def test_one_worker_leads_at_a_time_and_it_is_a_social_worker(cast, ash):
    details = {"by": cast.mary, "at": NOW}
    with pytest.raises(Refusal, match="is a social worker"):
        allocations.allocate(ash.family, cast.dora, role=Role.DOMESTIC_ABUSE_WORKER, lead=True, **details)
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, **details)
    with pytest.raises(Refusal, match="Sue Sands already leads"):
        allocations.allocate(ash.family, cast.cora, role=Role.SOCIAL_WORKER, lead=True, **details)
    assert referrals.family_lead(ash.family).worker == cast.sue


def test_who_leads_takes_over_the_case_summaries(cast, ash):
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    assert {due.owner for due in ash.family.due_dates.filter(timescale="case_summary", cancelled_at=None)} == {cast.sue}


@pytest.mark.rule("A1.22")
@pytest.mark.parametrize(
    ("worker", "role", "sentence"),
    [
        ("dora", Role.SOCIAL_WORKER, "does not work as social worker"),
        ("mary", Role.TEAM_MANAGER, "practitioner's role"),
        ("bob", Role.BUSINESS_SUPPORT, "practitioner's role"),
    ],
)
def test_a_worker_is_allocated_in_the_practitioners_role_that_they_hold(cast, ash, worker, role, sentence):
    with pytest.raises(Refusal, match=sentence):
        allocations.allocate(ash.family, getattr(cast, worker), role=role, by=cast.mary, at=NOW)


def test_a_worker_is_allocated_once_at_a_time(cast, allocated):
    with pytest.raises(Refusal, match="already allocated"):
        allocations.allocate(allocated.family, cast.dora, role=Role.DOMESTIC_ABUSE_WORKER, by=cast.mary, at=NOW)


def test_somebody_who_has_left_is_not_allocated(cast, ash):
    cast.cora.is_active = False
    with acting(cast.mary):
        cast.cora.save()
    with pytest.raises(Refusal, match="does not work here any more"):
        allocations.allocate(ash.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)


def test_only_a_manager_allocates(cast, ash):
    with pytest.raises(Refusal, match="You may not"):
        allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, by=cast.cora, at=NOW)


def test_a_manager_chooses_among_practitioners_of_the_familys_team_and_their_own(cast, allocated):
    other = UserFactory(name="Olga Oak", team=cast.south, role=Role.RECOVERY_WORKER)
    offered = {row.user for row in referrals.who_may_be_allocated(allocated.family, cast.mary, NOW.date())}
    assert offered == {cast.cora}
    offered = {row.user for row in referrals.who_may_be_allocated(allocated.family, cast.sid, NOW.date())}
    assert offered == {cast.cora, cast.stan, other}


@pytest.mark.rule("A9.1", "C13")
def test_no_case_summary_is_due_after_the_eighteenth_birthday(ash, cast):
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
