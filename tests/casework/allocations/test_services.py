from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.allocations import services as allocations
from casework.allocations.queries import family_lead, who_may_be_allocated
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("A11.1")
def test_lead_is_one_social_worker_at_a_time(cast, ash):
    details = {"by": cast.mary, "at": NOW}
    with pytest.raises(Refusal, match="is a social worker"):
        allocations.allocate(ash.family, cast.dora, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, lead=True, **details)
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, **details)
    with pytest.raises(Refusal, match="Sue Sands already leads"):
        allocations.allocate(ash.family, cast.cora, role=Role.SOCIAL_WORKER, lead=True, **details)
    assert family_lead(ash.family).worker == cast.sue


def test_lead_takes_over_the_case_summaries(cast, ash):
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
def test_allocation_is_in_the_practitioners_role_that_the_worker_holds(cast, ash, worker, role, sentence):
    with pytest.raises(Refusal, match=sentence):
        allocations.allocate(ash.family, getattr(cast, worker), role=role, by=cast.mary, at=NOW)


def test_allocation_of_a_worker_is_one_at_a_time(cast, allocated):
    with pytest.raises(Refusal, match="already allocated"):
        allocations.allocate(allocated.family, cast.dora, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, by=cast.mary, at=NOW)


def test_allocation_refuses_somebody_who_has_left(cast, ash):
    cast.cora.is_active = False
    with acting(cast.mary):
        cast.cora.save()
    with pytest.raises(Refusal, match="does not work here any more"):
        allocations.allocate(ash.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)


def test_allocation_is_made_by_managers(cast, ash):
    with pytest.raises(Refusal, match="You may not"):
        allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, by=cast.cora, at=NOW)


def test_allocation_offers_practitioners_of_the_familys_team_and_the_managers_own(cast, allocated):
    other = UserFactory(name="Olga Oak", team=cast.south, role=Role.RECOVERY_WORKER)
    offered = {row.user for row in who_may_be_allocated(allocated.family, cast.mary, NOW.date())}
    assert offered == {cast.cora}
    offered = {row.user for row in who_may_be_allocated(allocated.family, cast.sid, NOW.date())}
    assert offered == {cast.cora, cast.stan, other}


@pytest.mark.rule("A1.22")
def test_allocation_refuses_a_team_that_is_neither_the_familys_nor_the_managers(cast, ash):
    with pytest.raises(Refusal, match="in the family's team or in one that you manage"):
        allocations.allocate(ash.family, cast.stan, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    with acting(cast.mary):
        cast.mary.memberships.create(team=cast.south, role=Role.TEAM_MANAGER, from_date=NOW.date())
    allocations.allocate(ash.family, cast.stan, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)


@pytest.mark.rule("A11.1")
def test_allocations_know_whether_they_lead_and_the_lead_comes_first(cast, allocated):
    parts = allocated.family.allocation_set.with_lead(NOW.date())
    assert [(part.worker, part.lead) for part in parts] == [(cast.sue, True), (cast.dora, False), (cast.rick, False)]
    before = allocated.family.allocation_set.with_lead(NOW.date() - timedelta(days=31))
    assert {part.lead for part in before} == {False}


@pytest.mark.rule("A9.5", "A9.6")
def test_assessment_clock_starts_with_its_date_where_practice_has_it_on(cast, ash, monkeypatch):
    details = {"assessment_due_on": NOW.date() + timedelta(days=40), "by": cast.mary, "at": NOW}
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, **details)
    assert not ash.family.due_dates.filter(timescale="early_help_assessment").exists()
    values = practice.current()
    on = values.timescales.early_help_assessment.model_copy(update={"on": True})
    scales = values.timescales.model_copy(update={"early_help_assessment": on})
    monkeypatch.setattr(practice, "current", lambda: values.model_copy(update={"timescales": scales}))
    allocations.allocate(ash.family, cast.dora, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, **details)
    assert ash.family.due_dates.get(timescale="early_help_assessment").owner == cast.dora
