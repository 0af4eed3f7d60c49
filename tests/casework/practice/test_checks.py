"""A practice that is to be reviewed says when the day has passed."""

from datetime import date

import pytest
import time_machine
from django.core.checks import run_checks

from casework import practice
from casework.practice.checks import provisional_notice
from tests.practising import SHIPPED

DAY = date(2027, 4, 30)


def said():
    return [message.msg for message in run_checks() if message.id == "casework.W001"]


@pytest.mark.parametrize("name", SHIPPED)
def test_practice_that_ships_is_provisional_with_sources_and_review_date_or_neither(name):
    authority = practice.read(name).authority
    assert (authority.provisional != "", len(authority.sources) > 3, authority.review_on) == (
        (True, True, DAY) if name == "family_help" else (False, False, None)
    )


@pytest.mark.parametrize(("day", "passed"), [(DAY, False), (date(2027, 5, 1), True)])
def test_check_warns_when_the_review_date_has_passed(practise, day, passed):
    practise("family_help")
    with time_machine.travel(f"{day} 12:00", tick=False):
        assert bool(said()) == passed
        assert ("that day has passed" in provisional_notice(day)) == passed


def test_check_is_silent_of_a_settled_practice(practise):
    practise("luton")
    with time_machine.travel("2040-01-01", tick=False):
        assert not said()
        assert provisional_notice(date(2040, 1, 1)) == ""
