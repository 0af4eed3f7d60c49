"""Two who agree a planner at one moment, each on a connection of their own."""

import pytest

from casework.refusal import Conflict
from tests.at_once import at_once, sent_at_once
from tests.workbook.planners.test_views import action, at, row, rows, typed
from workbook.planners.models import SupportPlanner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.rule("A10.7")
def test_agreeing_page_sent_twice_at_one_moment_agrees_one_planner(programme, month, cast, signed_in):
    words = typed(month, row(0, cast.sue), row(1, cast.dora, "To talk about safety."))
    first, second = sent_at_once(signed_in, cast.sue, at("planner-agree", programme), words)
    planner = SupportPlanner.objects.get()
    assert first.url == second.url == at("planner-read", programme, planner)
    assert planner.visits.count() == 2


@pytest.mark.rule("A10.7")
def test_rows_sent_twice_at_one_moment_are_added_once(agree, programme, cast, signed_in):
    planner = agree()
    words = rows(row(0, cast.rick, "Recovery plan."), actions=[action()])
    first, second = sent_at_once(signed_in, cast.rick, at("planner-add", programme, planner), words)
    assert first.url == second.url
    assert (planner.visits.count(), planner.action_lines.count()) == (3, 2)


def test_agreeing_at_one_moment_with_another_is_a_conflict_for_the_later(agree):
    def one():
        try:
            return agree()
        except Conflict as stale:
            return stale

    assert sorted(isinstance(each, Conflict) for each in at_once(one)) == [False, True]
    assert SupportPlanner.objects.get().number == 1
