"""Names from right to left in pictures on paper: turned round, and each letter in its shape."""

import unicodedata

import pytest

from casework.drawing.shaping import as_seen
from casework.words import isolated


@pytest.mark.parametrize("text", ["Łukasz Wójcik, 12", "O’Connor", "", "8 & 9"])
def test_text_from_left_to_right_is_as_it_was(text):
    assert as_seen(text) == text


def test_hebrew_name_is_turned_and_its_age_stays_behind_it():
    assert as_seen(f"{isolated('ליאור כהן')}, 3") == "ןהכ רואיל, 3"


def test_arabic_letters_have_the_shapes_of_their_places():
    seen = as_seen(isolated("ليلى حسن"))
    assert [unicodedata.name(letter).removeprefix("ARABIC LETTER ") for letter in seen] == [
        "NOON FINAL FORM", "SEEN MEDIAL FORM", "HAH INITIAL FORM", "SPACE", "ALEF MAKSURA FINAL FORM",
        "LAM MEDIAL FORM", "YEH MEDIAL FORM", "LAM INITIAL FORM",
    ]  # fmt: skip


def test_lam_and_alif_are_one_sign():
    assert [unicodedata.name(letter) for letter in as_seen("علاء")][1] == "ARABIC LIGATURE LAM WITH ALEF FINAL FORM"
