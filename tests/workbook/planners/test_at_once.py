"""Two who agree a planner at one moment, each on a connection of their own."""

from uuid import UUID

import pytest

from casework.refusal import Conflict
from tests.at_once import at_once
from tests.factories import NOW
from tests.workbook.planners.conftest import KEY, a_visit
from workbook.planners import services
from workbook.planners.models import PlannedVisit, SupportPlanner

pytestmark = pytest.mark.django_db(transaction=True)


def test_agreeing_page_submitted_twice_at_one_moment_agrees_one_planner(agree):
    key = UUID(KEY)
    one, other = at_once(lambda: agree(form_key=key))
    assert one == other
    assert (SupportPlanner.objects.count(), PlannedVisit.objects.count()) == (1, 2)


def test_agreeing_at_one_moment_with_another_is_a_conflict_for_the_later(agree):
    def one():
        try:
            return agree()
        except Conflict as stale:
            return stale

    assert sorted(isinstance(each, Conflict) for each in at_once(one)) == [False, True]
    assert SupportPlanner.objects.get().number == 1


def test_adding_rows_submitted_twice_at_one_moment_adds_them_once(agree, cast):
    planner, added = agree(), {"visits": {0: a_visit(cast.rick, "More.")}, "agreed": {}, "form_key": UUID(KEY)}
    at_once(lambda: services.add(planner, **added, by=cast.rick, at=NOW))
    assert planner.visits.count() == 3
