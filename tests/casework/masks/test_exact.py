"""Every value given as an address finds itself, and by which of its words it is this very place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.masks.exact import told_of
from casework.masks.spelling import Kind, Value, spellings_of

pytestmark = pytest.mark.rule("A9.20")
# Of no usual shape, several at once, or with words before them.
UNLIKE_ADDRESSES = [
    "Caravan 4, Sunny Park, Hythe", "Plot 12, Greenacres Site, Stopsley", "The Elms, Luton", "The Haven",
    "Address: 9 Hidden Road", "Flat above Khan’s Shop, Dallow", "9, Hidden, Luton", "51.8787, -0.4200",
    "///filled.count.soap", "9 Hidden Road / 4 Meadow Way", "9 Hidden Road & 4 Meadow Way",
    "9 Hidden Road then 4 Meadow Way", "10115 Berlin, Lindenstr. 4", "ul. Długa 5, Gdańsk",
]  # fmt: skip
SEVERAL = ("9 Hidden Road", "4 Meadow Way")
FIRST = ["", "Flat 2, ", "Caravan 4, ", "Plot 12, ", "c/o ", "Room 3 at ", "New address: ", "The ", "Flat above "]
NUMBERS = ["", "9 ", "12a ", "12-14 ", "9, "]
NAMES = ["Hidden", "Kettlebridge", "Rose", "Kestrel", "Old Mill", "Khan’s", "Greenacres", "St Mary’s"]
KINDS = ["", " Road", " Lane", " Cottage", " Heights", " Site", " Park", " Shop", " House", " Close"]
TOWNS = ["", ", Luton", " Luton", ", Little Wick", "\nHythe", ", Luton LU1 2AB"]
EXACT = {
    "9 Hidden Road, Luton LU1 2AB": (
        ["9 Hidden Road", "number 9 in Hidden Road", "Hidden Road 9", "Hidden Rd (no. 9)", "LU1 2AB", "9a Hidden Road"],
        ["On 9 March they moved to 44 Hidden Road.", "Kim (9) lives in Hidden Road.", "Hidden Road",
         "At 44 Hidden Road, seen on 9 May.", "19 Hidden Road"],
    ),
    "Flat 2, Haven House, Luton": (["She is at Haven House.", "Flat 2, Haven House"], ["a house in Luton"]),
    "The Old Vicarage, Church Lane, Little Wick": (["the Old Vicarage in Church Lane"], ["44 Church Lane"]),
    "Rose Cottage, Kettlebridge Lane, Wick": (["Rose Cottage"], ["They moved to 44 Kettlebridge Lane."]),
    "Flat 2, Kettlebridge Lane": ([], ["They moved to 44 Kettlebridge Lane with 2 dogs."]),
    "Hidden Road, Luton": ([], ["They moved to 44 Hidden Road.", "Hidden Road, Luton"]),
    "12 High Street, Luton": (["12a High Street", "12 High St"], ["High Street, Luton"]),
    "Caravan 4, Sunny Park, Hythe": (["caravan 4, Sunny Park, Hythe"], ["She works at Sunny Park."]),
    # What several may have as theirs.
    "Premier Inn, Luton": ([], ["They met at the Premier Inn."]),
    "Wick Hospital, Luton": ([], ["He was born in Wick Hospital."]),
    "Luton and Dunstable Hospital": ([], ["He was taken to Luton and Dunstable Hospital."]),
    "The Church, Luton": ([], ["They go to the church in Luton."]),
    "staying with her mother in Luton": ([], ["She is staying with her mother in Luton."]),
    "with her mother": ([], ["Mia stays with her mother."]),
    "No fixed abode": ([], ["He has no fixed abode."]),
    "Same as Ann": ([], ["The same as Ann says."]),
    "As above": ([], ["As above."]),
    "At grandmother’s house": ([], ["He was at grandmother’s house."]),
    "Mother’s address": ([], ["He is at mother’s address."]),
    "Unknown address in Bedford": ([], ["She has an unknown address in Bedford."]),
}  # fmt: skip


def tells(value, text):
    return bool(spellings_of([Value(1, Kind.ADDRESS, value)]).told_in(text))


@pytest.mark.parametrize("value", UNLIKE_ADDRESSES)
def test_value_unlike_an_address_finds_itself(value):
    assert tells(value, f"She is staying at {value} now.")


@pytest.mark.parametrize("between", [" / ", " & ", " then ", "\n", "; "])
def test_each_of_several_addresses_is_found(between):
    assert [each for each in SEVERAL if not tells(between.join(SEVERAL), f"She is at {each}.")] == []


@settings(max_examples=300, deadline=None)
@given(*map(st.sampled_from, (FIRST, NUMBERS, NAMES, KINDS, TOWNS)))
def test_whatever_is_given_as_an_address_finds_itself(first, number, name, kind, town):
    value = f"{first}{number}{name}{kind}{town}"
    # A name of ordinary words alone, ‘Old Mill Cottage’, is found near the person only.
    if (number or town) and len(f"{number}{name}{kind}{town}".split()) > 1:
        assert tells(value, f"She is staying at {value} now."), value


@pytest.mark.parametrize("value", EXACT)
def test_very_place_is_told_by_its_number_beside_the_street_or_its_building(value):
    exact, others = EXACT[value]
    place = Value(1, Kind.ADDRESS, value)
    assert [text for text in exact if not told_of(place, text)] == []
    assert [text for text in others if told_of(place, text)] == []


def test_house_of_one_word_is_told_with_its_article_alone():
    assert tells("The Elms, Luton", "They are at the Elms.")
    assert not tells("The Elms, Luton", "Ann Elm rang; elms grow there.")
    assert not tells("The Haven", "It was the haven of the week.")
