"""How old somebody is on a day, and when a person can have been born: all pure, over dates.

Family Law Reform Act 1969, section 9: a person attains an age at the beginning of the anniversary of their birth. Who
was born on 29 February has it on 1 March of a year that is no leap year.
"""

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
ADULT = 18
# How far an age that somebody judged may be wrong, in years: up to the age of, either way.
TOLERANCE = ((10, 1), (17, 2))
TOLERANCE_OF_ADULTS = 5


class Span(NamedTuple):
    """The first and the last day of something that is not known to the day."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on `born` attains the age of `years`."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February, of a year that has none
        return date(born.year + years, 3, 1)


def months_lived(born: date, day: date) -> int:
    """Whole months; a month ends at the beginning of the day of its number, or of the next month's first day."""
    return (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)


def years_lived(born: date, day: date) -> int:
    """The age on a day that is not before the birth."""
    return months_lived(born, day) // 12


def age_about(about_age: int, about_age_on: date, day: date) -> int:
    """The age on `day` of somebody who was about `about_age` on `about_age_on`; below 0 before the birth."""
    if day < about_age_on:
        return about_age - years_lived(day, about_age_on)
    return about_age + years_lived(about_age_on, day)


def tolerance(about_age: int) -> int:
    """By how many years a judged age may be wrong, either way."""
    return next((years for upto, years in TOLERANCE if about_age <= upto), TOLERANCE_OF_ADULTS)


def born_about(about_age: int, about_age_on: date) -> Span:
    """When somebody can have been born who was about `about_age` years old on `about_age_on`."""
    wrong_by = tolerance(about_age)
    eldest, youngest = about_age + wrong_by, max(about_age - wrong_by, 0)
    return Span(birthday(about_age_on, -eldest - 1) + DAY, birthday(about_age_on, -youngest))
