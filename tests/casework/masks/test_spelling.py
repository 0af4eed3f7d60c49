"""One place in all its spellings, and what is not it."""

import pytest

from casework.masks.spelling import Kind, Value, spellings_of


def told(kind, value, text):
    return bool(spellings_of([Value(1, kind, value)]).told_in(text))


ADDRESS = "Flat 2/2, 9 Hidden Road, Luton LU1 2AB"


@pytest.mark.rule("A9.20")
@pytest.mark.parametrize(
    "text",
    [
        "They live at 9 Hidden Road now.",
        "they live at 9, HIDDEN RD. (flat 2/2)",
        "9-Hidden-Road",
        "seen in hidden road",
        "the postcode is lu12ab",
        "LU1  2AB",
        "https://maps.invalid/?q=9%20Hidden+Rd",
        "Moved to 9 Hidden\nRoad.",
        "Hîdden Road 9",
    ],
)
def test_address_is_found_however_it_is_spelled(text):
    assert told(Kind.ADDRESS, ADDRESS, text)


@pytest.mark.parametrize("text", ["Seen at home in Luton.", "Flat 2/2", "9 Oak Road", "LU1 2AC", "It is hidden.", ""])
def test_address_is_not_found_in_what_does_not_tell_it(text):
    assert not told(Kind.ADDRESS, ADDRESS, text)


def test_address_without_commas_and_of_a_common_street():
    assert told(Kind.ADDRESS, "12 High Street Luton LU1 1AA", "At 12 High St.")
    assert not told(Kind.ADDRESS, "12 High Street Luton LU1 1AA", "He shops in the High Street.")
    assert not told(Kind.ADDRESS, "12 High Street Luton LU1 1AA", "He lives in Luton.")
    assert told(Kind.ADDRESS, "Rose Cottage, Mill Lane, Barton", "at rose cottage")
    assert told(Kind.ADDRESS, "9 Hidden Row", "at 9 hidden row, with the baby")
    assert told(Kind.ADDRESS, "17 Kettlebridge, Anytown", "Number 17 Kettlebridge")
    assert told(Kind.ADDRESS, "14a Elm Grove", "14 A elm gr")


def test_telephone_is_found_with_spaces_and_the_country():
    for text in ("07700 900 123", "+44 7700 900123", "0044 (0)7700-900123", "ring 07700900123.", "+447700900123"):
        assert told(Kind.TELEPHONE, "07700 900123", text), text
    assert not told(Kind.TELEPHONE, "07700 900123", "07700 900124 on 12 11 2026")
    assert told(Kind.TELEPHONE, "+44 7700 900123", "07700 900123")


def test_email_is_found_in_any_case():
    assert told(Kind.EMAIL, "ann@new.example", "Write to Ann@New.Example.")
    assert not told(Kind.EMAIL, "ann@new.example", "joann@new.example")


def test_organisation_is_found_without_what_it_is():
    for text in ("Saint Mary’s", "at ST MARYS primary", "St. Mary's Primary School"):
        assert told(Kind.ORGANISATION, "St Mary's Primary School", text), text
    assert told(Kind.ORGANISATION, "Acorn Nursery", "goes to acorn nursery")
    assert told(Kind.ORGANISATION, "Acorn Nursery", "goes to the Acorn pre-school")
    assert not told(Kind.ORGANISATION, "Acorn Nursery", "An acorn fell. She goes to nursery.")
    assert told(Kind.ORGANISATION, "Park Surgery", "the pk surgery")


def test_name_is_found_with_title_or_first_name():
    assert told(Kind.NAME, "Dr Amir Khan", "Doctor Khan")
    assert told(Kind.NAME, "Dr Amir Khan", "Amir Khan")
    assert not told(Kind.NAME, "Dr Amir Khan", "Mr Khan")


def test_passage_tells_itself_whole_or_cut():
    held = "He saw her by the red door at the end of the lane, opposite the bakery."
    assert told(Kind.TEXT, held, f"Note: {held}")
    assert told(Kind.TEXT, held, "He saw her by the red door at th")
    assert not told(Kind.TEXT, held, "He saw her.")


def test_place_of_many_is_named():
    found = spellings_of([Value(1, Kind.ADDRESS, "9 Hidden Row"), Value(2, Kind.EMAIL, "a@b.example")])
    assert found.told_in("A@b.example") == {2}
    assert found.told_in("9 Hidden Row, a@b.example") == {1, 2}
