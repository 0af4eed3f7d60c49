from datetime import date

import pytest

from casework.people.models import Person
from chronology.ages.presenters import age_on, ages_on


def child(born=date(2019, 5, 4), **values):
    return Person(name="Mia", born=born, **values)


def expected(**values):
    return child(born=None, expected=date(2026, 8, 1), **values)


def about(years, **values):
    return child(born=None, about_age=years, about_age_on=date(2026, 11, 1), **values)


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
    assert age_on(expected(), date(2026, 1, 1)) == "unborn"


def test_ages_say_nothing_of_a_later_death_and_end_with_an_earlier_one():
    dead = child(died=date(2022, 1, 1))
    assert age_on(dead, date(2021, 12, 31)) == "2"
    assert age_on(dead, date(2022, 1, 2)) == ""
    assert ages_on([dead], date(2022, 1, 2)) == ""


def test_ages_end_with_a_pregnancy_that_ended():
    ended = expected(pregnancy_ended_on=date(2026, 1, 1))
    assert age_on(ended, date(2026, 1, 1)) == "unborn"
    assert ages_on([ended], date(2026, 1, 2)) == ""


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize(
    "day, age",
    [
        (date(2018, 1, 1), "unborn"),
        (date(2020, 10, 1), "a baby or not yet born"),
        (date(2021, 6, 1), "a baby"),
        (date(2025, 10, 31), "about 4"),
        (date(2025, 11, 2), "about 5"),
        (date(2026, 11, 1), "about 5"),
        (date(2027, 11, 1), "about 6"),
    ],
)
def test_age_then_of_a_birth_that_is_not_known_exactly_is_about_right(day, age):
    assert age_on(about(5), day) == age


@pytest.mark.rule("A10.9")
def test_age_then_is_not_known_where_the_birth_is_not_and_ends_with_a_death():
    assert age_on(child(born=None), date(2020, 1, 1)) == "age not known"
    assert ages_on([child(born=None, died=date(2019, 1, 1))], date(2020, 1, 1)) == ""
