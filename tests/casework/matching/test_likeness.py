"""How likely two people are one."""

from datetime import date

import pytest

from casework.ages import Span, born_about
from casework.matching.likeness import likeness

BORN = date(2018, 3, 9)


def of(similarity, *, sound=False, born=BORN, other=BORN):
    born, other = (Span(day, day) if isinstance(day, date) else day for day in (born, other))
    return likeness(similarity=similarity, same_sound=sound, born=born, other_born=other)


def test_likeness_of_the_same_name_and_birth_is_enough_and_names_both():
    found = of(1.0)
    assert found.enough
    assert found.why == ("the same name", "born on the same day")


def test_likeness_of_the_same_name_is_enough_where_no_birth_is_known():
    assert of(1.0, born=None).enough


@pytest.mark.parametrize("other", [date(2018, 9, 3), date(2017, 3, 9), date(2018, 3, 19)])
def test_likeness_counts_a_birth_with_one_slip(other):
    found = of(0.45, other=other)
    assert found.enough
    assert "a date of birth that differs by one slip" in found.why


def test_likeness_names_a_name_that_sounds_the_same():
    assert "a name that sounds the same" in of(0.3, sound=True).why


def test_likeness_of_a_similar_name_falls_with_another_birth():
    assert not of(0.6, other=date(1990, 1, 1)).enough


def test_likeness_of_the_same_birth_alone_is_not_enough():
    assert not of(0.03).enough


@pytest.mark.rule("A10.9")
def test_likeness_of_a_judged_age_says_that_it_fits_and_never_that_it_is_the_same_day():
    about_eight = born_about(8, date(2026, 11, 3))
    found = of(1.0, other=about_eight)
    assert found.why == ("the same name", "an age that fits")
    assert found.points < of(1.0).points
    assert not of(0.6, other=born_about(30, date(2026, 11, 3))).enough
    assert "an age that fits" in of(1.0, born=about_eight, other=about_eight).why
