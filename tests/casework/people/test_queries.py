"""Who may be chosen to ask, or to read: those who work with the family now."""

from datetime import timedelta

import pytest

from casework.people.queries import team_and_workers
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import GRADES, PRACTITIONERS
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


def chosen(family, also=()):
    return set(team_and_workers(family, TODAY, [*PRACTITIONERS, *GRADES], also))


def test_team_and_workers_leaves_out_former_members_and_keeps_second_ones(cast, allocated):
    assert {cast.cora, cast.dev, cast.sue} <= chosen(allocated.family)
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - DAY)
        change(cast.dev, is_active=False)
    assert not {cast.cora, cast.dev, cast.bob, cast.stan} & chosen(allocated.family)
    assert {cast.sue, cast.dora, cast.mary} <= chosen(allocated.family)
    assert cast.cora in chosen(allocated.family, also=[cast.cora.pk])


def test_team_and_workers_leaves_out_former_workers_and_keeps_second_ones(cast, allocated):
    with acting(cast.mary):
        for worker in (cast.stan, cast.sid):
            allocated.family.allocation_set.create(
                family=allocated.family, worker=worker, role="social_worker", from_date=TODAY - 9 * DAY
            )
        change(allocated.family.allocation_set.get(worker=cast.stan), until_date=TODAY - DAY, ended_because="MANAGE")
    assert cast.stan not in chosen(allocated.family)
    assert cast.sid in chosen(allocated.family)


def test_team_and_workers_leaves_out_a_former_team_and_takes_the_second_one(cast, ash):
    with acting(cast.mary):
        change(ash.family.familyteam_set.get(), until_date=TODAY - DAY)
        ash.family.familyteam_set.create(family=ash.family, team=cast.south, from_date=TODAY)
    assert chosen(ash.family) == {cast.stan, cast.sid}
