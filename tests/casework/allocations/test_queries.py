"""Who leads, who is told, and who could be allocated: never a former holder, always a second one."""

from datetime import timedelta

import pytest
import time_machine

from casework.access.models import Restriction
from casework.allocations import queries
from casework.allocations import services as allocations
from casework.families.models import FamilyTeam
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.factories import LONG_AGO, NOW
from tests.former import YESTERDAY, make_former

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def move(family, team, by):
    """The family is with `team` since today."""
    make_former(family.familyteam_set, by=by)
    with acting(by):
        FamilyTeam.objects.create(family=family, team=team, from_date=TODAY)


def end(allocation, by, **values):
    return allocations.end(
        allocation, because="LEFTRL", summary="Done.", outcome="Safer.", by=by, at=NOW,
        **{"last_day": YESTERDAY, **values},
    )  # fmt: skip


@pytest.mark.rule("A11.1")
def test_lead_is_the_one_who_follows_and_not_the_one_who_handed_over(cast, allocated):
    former = queries.family_lead(allocated.family)
    allocations.change_lead(allocated.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=TODAY, by=cast.mary, at=NOW)
    assert queries.family_lead(allocated.family).worker == cast.cora
    assert queries.family_lead(allocated.family, YESTERDAY) == former
    former.refresh_from_db()
    assert not queries.leads_on(former, TODAY)
    assert cast.sue not in queries.lead_and_managers(allocated.family, TODAY)
    assert cast.cora in queries.lead_and_managers(allocated.family, TODAY)


def test_managers_of_a_family_are_the_present_ones(cast, allocated):
    make_former(cast.mary.memberships, by=cast.serena)
    assert {*queries.managers_of(allocated.family, TODAY)} == {cast.dev}


def test_managers_of_a_family_are_the_new_teams_after_a_transfer(cast, allocated):
    move(allocated.family, cast.south, cast.mary)
    assert {*queries.managers_of(allocated.family, TODAY)} == {cast.sid}


def test_allocation_is_refused_to_a_former_manager_and_open_to_a_second(cast, ash):
    make_former(cast.mary.memberships, by=cast.serena)
    details = {"role": Role.SOCIAL_WORKER, "at": NOW}
    with pytest.raises(Refusal, match="You may not"):
        allocations.allocate(ash.family, cast.sue, by=cast.mary, **details)
    assert allocations.allocate(ash.family, cast.sue, by=cast.dev, **details)


@pytest.mark.rule("A1.22")
def test_allocation_is_refused_of_a_former_role_holder_and_open_to_a_second(cast, ash):
    make_former(cast.sue.memberships, by=cast.mary)
    assert {row.user for row in queries.who_may_be_allocated(ash.family, cast.mary, TODAY)} == {
        cast.cora, cast.dora, cast.rick,
    }  # fmt: skip
    with pytest.raises(Refusal, match="does not work as social worker"):
        allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)


def test_allocation_is_refused_of_the_former_teams_workers(cast, ash):
    move(ash.family, cast.south, cast.mary)
    assert {row.user for row in queries.role_holders(ash.family, cast.sid, TODAY)} == {cast.stan}


def test_allocation_is_refused_of_workers_whom_one_managed_before(cast, ash):
    with acting(cast.serena):
        cast.mary.memberships.create(team=cast.south, role=Role.TEAM_MANAGER, from_date=LONG_AGO, until_date=YESTERDAY)
    assert cast.stan not in {row.user for row in queries.role_holders(ash.family, cast.mary, TODAY)}


def test_allocation_to_a_restricted_family_is_refused_of_a_former_reader_and_open_to_a_second(cast, ash):
    with acting(cast.mary):
        values = {"family": ash.family, "from_date": LONG_AGO}
        Restriction.objects.create(**values, because="A colleague's family.")
        for user, until in ((cast.mary, None), (cast.cora, None), (cast.sue, YESTERDAY)):
            ash.family.restrictionreader_set.create(user=user, from_date=LONG_AGO, until_date=until)
    assert {row.user for row in queries.role_holders(ash.family, cast.mary, TODAY)} == {cast.cora}
    details = {"role": Role.SOCIAL_WORKER, "by": cast.mary, "at": NOW}
    with pytest.raises(Refusal, match="is not on its list"):
        allocations.allocate(ash.family, cast.sue, **details)
    assert allocations.allocate(ash.family, cast.cora, **details)


@pytest.mark.rule("A9.16")
def test_end_of_a_part_refuses_the_worker_as_their_own_successor(cast, allocated):
    part = allocated.family.allocation_set.get(worker=cast.sue)
    with pytest.raises(Refusal, match="is the one whose part ends") as refused:
        end(part, cast.mary, taker=cast.sue.memberships.get())
    assert refused.value.field == "taker"


@pytest.mark.rule("A9.16")
def test_end_of_a_part_gives_the_rest_to_who_works_there_and_not_to_who_did(cast, allocated):
    end(allocated.family.allocation_set.get(worker=cast.rick), cast.mary)
    make_former(cast.rick.memberships, by=cast.mary)
    part = allocated.family.allocation_set.get(worker=cast.dora)
    with time_machine.travel(NOW + 90 * DAY, tick=False), pytest.raises(Refusal, match="does not work with") as refused:
        end(part, cast.mary, rest_to=cast.rick)
    assert refused.value.field == "rest_to"
    assert end(part, cast.mary, rest_to=cast.sue).handed_to == cast.sue
