"""Long names are broken, and cut only where they must be."""

import pytest

from casework.drawing.lettering import CUT, shortened, width_of, wrapped


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ann Ash", ["Ann Ash"]),
        ("Aleksandra Kowalska-Wiśniewska", ["Aleksandra", "Kowalska-", "Wiśniewska"]),
        ("", []),
    ],
)
def test_name_is_broken_at_spaces_and_hyphens(name, lines):
    assert wrapped(name, 14, 112, 3) == lines


def test_text_that_does_not_fit_is_cut_with_an_ellipsis():
    [line] = wrapped("Hubertblaineschlegelsteinhausenbergerdorff", 14, 112, 3)
    assert line.endswith(CUT) and width_of(line, 14) <= 112
    assert wrapped("One Two Three Four Five", 14, 40, 2)[-1].endswith(CUT)


def test_combining_characters_have_no_width():
    assert width_of("e\u0301", 10) == width_of("é", 10) == width_of("e", 10)


def test_line_that_fits_is_unchanged():
    assert shortened("Mia", 14, 100) == "Mia"
