"""The outline round a household."""

from casework.genogram.picture.enclosure import MARGIN, enclosing

TOPS, FEET = [0, 100], [50, 150]


def test_outline_is_one_round_both_rows():
    [outline] = enclosing([[(0, 40, True)], [(0, 40, True), (60, 90, False)]], TOPS, FEET, 0)
    assert {x for x, _ in outline} == {-MARGIN, 40 + MARGIN}


def test_outline_reaches_over_between_rows_that_are_apart():
    [outline] = enclosing([[(0, 40, True)], [(200, 240, True)]], TOPS, FEET, 0)
    between = {x for x, y in outline if 50 < y < 100}
    assert between >= {-MARGIN, 240 + MARGIN}


def test_household_with_others_between_has_several_outlines():
    assert len(enclosing([[(0, 40, True), (60, 90, False), (110, 150, True)]], TOPS, FEET, 0)) == 2


def test_outline_is_missing_without_a_household():
    assert enclosing([[(0, 40, False)]], TOPS, FEET, 0) == []
