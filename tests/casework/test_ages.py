"""How old somebody is on a day, in the law of England and Wales, and when somebody can have been born."""

from datetime import date, timedelta

import pytest

from casework.ages import Span, age_about, birthday, born_about, months_lived, tolerance, years_lived
from casework.people.models import Person

LEAP = date(2008, 2, 29)


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize(
    "born, day, years",
    [
        (LEAP, date(2026, 2, 28), 17),
        (LEAP, date(2026, 3, 1), 18),
        (LEAP, date(2024, 2, 28), 15),
        (LEAP, date(2024, 2, 29), 16),
        (date(2008, 11, 3), date(2026, 11, 2), 17),
        (date(2008, 11, 3), date(2026, 11, 3), 18),
        (date(2008, 2, 28), date(2026, 2, 28), 18),
        (date(2008, 3, 1), date(2026, 2, 28), 17),
    ],
)
def test_age_is_attained_at_the_beginning_of_the_anniversary(born, day, years):
    assert years_lived(born, day) == years
    assert (birthday(born, 18) <= day) == (years >= 18)
    assert Person(name="Kim", born=born).has_attained(18, day) == (years >= 18)


@pytest.mark.rule("A10.9")
def test_birthday_of_29_february_is_1_march_of_a_common_year():
    assert birthday(LEAP, 18) == date(2026, 3, 1)
    assert birthday(LEAP, 16) == date(2024, 2, 29)


def test_age_and_birthday_agree_on_every_day_of_eight_years():
    born = [date(2020, 1, 1) + timedelta(days=number) for number in range(0, 366)]
    for first in born:
        for years in (1, 2, 4, 18):
            day = birthday(first, years)
            assert years_lived(first, day) == years
            assert years_lived(first, day - timedelta(days=1)) == years - 1


def test_months_end_with_the_day_of_their_number_or_the_next_month():
    assert months_lived(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_lived(date(2026, 1, 31), date(2026, 3, 1)) == 1
    assert months_lived(LEAP, date(2009, 2, 28)) == 11


@pytest.mark.rule("A10.9")
def test_judged_age_goes_with_the_years_and_has_its_tolerance():
    on = date(2026, 11, 1)
    assert [age_about(5, on, day) for day in (on, date(2027, 10, 31), date(2027, 11, 1), date(2025, 10, 31))] == [
        5, 5, 6, 4,
    ]  # fmt: skip
    assert born_about(5, on) == Span(date(2019, 11, 2), date(2022, 11, 1))
    assert born_about(0, on) == Span(date(2024, 11, 2), on)
    assert [tolerance(age) for age in (0, 10, 11, 17, 18)] == [1, 1, 2, 2, 5]


@pytest.mark.rule("A10.9")
def test_person_of_about_eighteen_has_attained_it_only_when_that_is_certain():
    person = Person(name="Kim", about_age=18, about_age_on=date(2026, 11, 1))
    assert not person.has_attained(18, date(2026, 11, 1))
    assert person.has_attained(18, date(2031, 11, 1))
    assert not Person(name="Kim").has_attained(18, date(2031, 11, 1))
