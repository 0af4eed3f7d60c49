"""Who works with a family, and what of its actions is read."""

from casework.actions.queries import workers_with
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.former import LAST_DAY, leave

TODAY = NOW.date()


def test_workers_are_those_allocated_and_of_the_team_on_the_day(cast, allocated):
    leave(cast.rick, by=cast.mary)
    with acting(cast.mary):
        change(cast.cora, is_active=False)
    assert set(workers_with(allocated.family, TODAY)) == {cast.sue, cast.dora, cast.mary, cast.dev, cast.serena}
    assert cast.rick in workers_with(allocated.family, LAST_DAY)


def test_workers_who_have_left_the_team_are_there_while_they_are_allocated(cast, allocated):
    with acting(cast.mary):
        change(cast.dora.memberships.get(), until_date=LAST_DAY)
    assert cast.dora in workers_with(allocated.family, TODAY)
