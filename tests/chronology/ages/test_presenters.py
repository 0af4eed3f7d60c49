from datetime import date
from types import SimpleNamespace

import pytest

from chronology.ages.presenters import age_on, ages_on


def child(born=date(2019, 5, 4), died=None, pregnancy_ended_on=None):
    return SimpleNamespace(born=born, died=died, pregnancy_ended_on=pregnancy_ended_on)


@pytest.mark.parametrize(
    "day, age",
    [
        (date(2019, 5, 3), "unborn"),
        (date(2019, 5, 4), "newborn"),
        (date(2019, 5, 18), "2 weeks"),
        (date(2026, 5, 3), "6"),
        (date(2026, 5, 4), "7"),
    ],
)
def test_age_is_that_of_the_day_and_not_of_today(day, age):
    assert age_on(child(), day) == age


def test_child_still_expected_is_unborn_on_every_day():
    assert age_on(child(born=None), date(2026, 1, 1)) == "unborn"


def test_ages_say_nothing_of_a_later_death_and_end_with_an_earlier_one():
    dead = child(died=date(2022, 1, 1))
    assert age_on(dead, date(2021, 12, 31)) == "2"
    assert age_on(dead, date(2022, 1, 2)) == ""
    assert ages_on([dead], date(2022, 1, 2)) == ""


def test_ages_end_with_a_pregnancy_that_ended():
    expected = child(born=None, pregnancy_ended_on=date(2026, 1, 1))
    assert age_on(expected, date(2026, 1, 1)) == "unborn"
    assert ages_on([expected], date(2026, 1, 2)) == ""
