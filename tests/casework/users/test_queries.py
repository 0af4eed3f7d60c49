from datetime import timedelta

import pytest

from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS, Role
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def held(cast, today=TODAY):
    return {user.name for user in holders_of(TEAM_MANAGERS, teams=[cast.north], today=today)}


def test_holders_are_those_of_the_role_in_the_team_alone(cast):
    assert held(cast) == {"Mary Moss", "Dev Dunn"}
    assert {u.name for u in holders_of([Role.BUSINESS_SUPPORT], teams=[cast.north], today=TODAY)} == {"Bob Birch"}


def test_holders_are_active_and_hold_it_until_its_last_day(cast):
    with acting(cast.serena):
        change(cast.mary.memberships.get(), until_date=TODAY)
        change(cast.dev, is_active=False)
    assert held(cast) == {"Mary Moss"}
    assert held(cast, TODAY + timedelta(days=1)) == set()
