"""A place as people write it, in families of spellings; and what is written of it all day and is not it."""

import pytest

from casework.masks.spelling import Kind, Value, spellings_of

pytestmark = pytest.mark.rule("A9.20")
TOLD = {
    # Without a street.
    (Kind.ADDRESS, "Flat 2, Haven House, Luton"): [
        "Flat 2, Haven House, Luton", "at haven hse", "Haven House 2", "HavenHouse", "Haven House’s manager rang.",
    ],
    (Kind.ADDRESS, "Travelodge Luton"): ["Travelodge Luton", "She is at the Travelodge.", "the Travelodge in Luton"],
    (Kind.ADDRESS, "Travelodge, Luton LU1 2AB"): ["the travelodge", "lu1 2ab"],
    (Kind.ADDRESS, "Luton Women’s Refuge"): ["in Luton women's refuge", "the women’s refuge in Luton",
        "Luton refuge"],
    (Kind.ADDRESS, "Room 4, Premier Inn, Luton"): ["room 4 at the Premier Inn"],
    (Kind.ADDRESS, "c/o Haven House, Luton"): ["c/o Haven House", "Haven House"],
    (Kind.ADDRESS, "Fairview, Mill Lane, Barton"): ["at Fairview", "Mill Lane, Barton"],
    (Kind.ADDRESS, "The Old Rectory, Barton"): ["Old Rectory Barton", "the Old Rectory, Barton"],
    # Streets.
    (Kind.ADDRESS, "9 Hidden\nRoad, Luton"): ["9 Hidden Road", "9 Hidden\nRd", "Hidden\r\nRoad", "Hidden Road"],
    (Kind.ADDRESS, "12-14 High Street, Luton LU1 1AA"): [
        "12-14 High Street", "12–14 High St", "12 High Street", "14 High St", "12 to 14 High Street",
        "High Street 14",
        "the High Street in Luton", "High Street, LU1",
    ],
    (Kind.ADDRESS, "Hauptstraße 9, Luton"): ["Hauptstrasse 9", "HAUPTSTRASSE 9", "9 Hauptstraße"],
    (Kind.ADDRESS, "9 High Street, Luton LU1 2AB"): [
        "High Street 9", "number 9 in the High Street", "no. 9, High St", "No 9 High Street",
        "number nine, High Street",
        "the High Street (no. 9)", "9 HIGH ST.", "9HighStreet", "9, High Street’s end", "LU1–2AB", "LU1 2 AB",
        "LUI 2AB",
        "LUl 2AB", "lu12ab", "LU 1 2AB", "LU1·2AB", "LU1\n2AB", "(LU1 2AB)", "LU1%202AB",
    ],
    (Kind.ADDRESS, "9a Hidden Road, Luton N1 0AB"): ["9 A Hidden Road", "9a, Hidden Rd", "N1 OAB", "NI 0AB", "n10ab"],
    (Kind.ADDRESS, "12 High Street, Luton"): ["12a High Street", "12 High St’s"],
    (Kind.ADDRESS, "9 Hidden Road, Wick"): ["9 Hidden Rd’s", "9 <b>Hidden</b> Road", "9 \u0397idden Road"],
    (Kind.ADDRESS, "Apt 4B, Kestrel Heights, Marsh Rd"): ["4B Kestrel Heights", "Kestrel Hts"],
    (Kind.ADDRESS, "Flat 2A Kestrel Hts"): ["2A Kestrel Heights"],
    (Kind.ADDRESS, "The Old Vicarage, Church Lane, Little Wick"): ["the Old Vicarage in Church Lane"],
    (Kind.ADDRESS, "10115 Berlin, Lindenstr. 4"): ["Lindenstr. 4"],
    (Kind.ADDRESS, "ul. Długa 5, Gdańsk"): ["Dluga 5", "Długa 5"],
    (Kind.ADDRESS, "Luton LU1 2AB"): ["L U 1 2 A B"],
    # Signs that nobody sees, or that stand for others.
    (Kind.ADDRESS, "9 Hidden Road, Luton"): [
        "9 Hid\u00adden Road", "9 Hid\u200bden Ro\u200dad", "9\u200bHidden\u200bRoad", "Hidden\u200bRoad",
        "Hidden&nbsp;Road",
        "Hidden\u00a0Road", "Hid-\nden Road", "Hid\u00ad\n  den Road", "Hidden-\nRoad", "Ｈｉｄｄｅｎ Ｒｏａｄ",
        "Hidden&#32;Road",
        "\u202eHidden\u202c Road", "#HiddenRoad", "www.invalid/9-hidden-road/", "9%20hidden%20road", "HIDDEN—ROAD",
        "Hidden\tRoad", "Hidden Road’s end",
    ],
    # Telephones.
    (Kind.TELEPHONE, "07700 900123"): [
        "07700–900–123", "07700·900·123", "O77OO 9OO123", "o77oo9oo123", "０７７００９００１２３", "(07700) 900123",
        "+44 (0)7700 900 123", "0044 7700 900123", "+447700900123", "07700/900123", "07700_900_123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "07700\n900123", "on 07700 900123 at 7 pm", "from 1 May 2026: 07700 900123", "+44%207700%20900123",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "077OO 9OOl23",
    ],
    (Kind.TELEPHONE, "01582 123456 or 07700 900123 (7 pm)"): [
        "01582 123456", "01582/123456", "07700 900123", "+44 1582 123456", "123456", "12 34 56", "123-456",
    ],
    (Kind.TELEPHONE, "01582 123456 / 07700 900123"): ["01582 123456", "07700 900123"],
    (Kind.TELEPHONE, "020 7946 0018, 07700900123 after 6 pm"): ["02079460018", "07700 900123", "7946 0018"],
    (Kind.TELEPHONE, "123456"): ["123456", "12 34 56", "ring 123 456", "01582 123456", "01582123456",
        "123456 (7 pm)"],
    # E-mails.
    (Kind.EMAIL, "ann.smith@new.example"): [
        '"ann.smith"@new.example', "ann.smith @ new.example", "ann.smith(at)new.example",
        "ann.smith [at] new [dot] example",
        "ann.smith at new.example", "ann.smith at new dot example", "ann.smith＠new.example",
        "ann.smith%40new.example",
        "ann_smith@new.example", "ann.smith+mia@new.example", "Ann.Smith@NEW.example.",
        "<mailto:ann.smith@new.example>",
        "She left. ann.smith@new.example, she says", "ann . smith @ new . example", "ann.smith@\nnew.example",
        "ann.smith (at) new (dot) example", "ann.smith@new.example?subject=x", "a&#110;n.smith&#64;new.example",
    ],
    (Kind.EMAIL, "ann+mia@new.example or mia@old.example"): ["ann@new.example", "ann+mia@new.example",
        "mia@old.example"],
    # Key contacts.
    (Kind.ORGANISATION, "Acorn Nursery"): [
        "She goes to Acorn.", "the nursery Acorn", "the nursery called Acorn", "the Acorn", "ACORN", "acorn nursery",
        "Acorn’s manager", "Acorn pre-school", "AcornNursery", "At Acorn they say", "GOES TO ACORN",
    ],
    (Kind.ORGANISATION, "The Hope Nursery"): ["Hope Nursery", "the nursery, Hope", "hope nursery"],
    (Kind.ORGANISATION, "Hope"): ["Hope nursery"],
    (Kind.ORGANISATION, "Luton Nursery"): ["Luton Nursery", "the nursery in Luton"],
    (Kind.NAME, "Dr A. Patel"): ["Dr Anita Patel", "Dr Patel", "Dr. A Patel", "Doctor Patel’s", "DR A PATEL",
        "dr. patel"],
    (Kind.NAME, "Dr Anita Patel"): ["Dr A. Patel", "Anita Patel", "Patel, Anita", "Dr Patel", "Anita Patel’s"],
    (Kind.NAME, "Patel, Anita"): ["Anita Patel"],
    (Kind.NAME, "Dr Khan"): ["Dr\u200bKhan", "Dr\u2060 Khan"],
    (Kind.NAME, "Anita Rose Patel"): ["Anita Patel", "Anita Rose Patel"],
}  # fmt: skip
NOT_TOLD = {
    (Kind.ADDRESS, "Not known"): ["It is not known.", "The address is not known."],
    (Kind.ADDRESS, "Refuge"): ["They are in a refuge.", "Refuge", "the refuge"],
    (Kind.ADDRESS, "Women’s refuge"): ["a women’s refuge"],
    (Kind.ADDRESS, "No fixed abode"): ["He has no fixed abode."],
    (Kind.ADDRESS, "With her mother"): ["She lives with her mother."],
    (Kind.ADDRESS, "Luton LU1 2AB"): ["He lives in Luton.", "Luton", "LU1 2AC"],
    (Kind.ADDRESS, "Luton"): ["He lives in Luton."],
    (Kind.ADDRESS, "c/o Luton Borough Council"): ["Luton Borough Council wrote.", "the council"],
    (Kind.ADDRESS, "Flat 2, Haven House, Luton"): ["Luton", "Flat 2", "a haven", "the house"],
    (Kind.ADDRESS, "9 High Street, Luton"): ["in the High Street", "19 High Street", "9 Oak Street", "high", "at 9"],
    (Kind.ADDRESS, "The Old House, Luton"): ["the old house"],
    (Kind.ADDRESS, "Travelodge Luton"): ["in Luton"],
    (Kind.TELEPHONE, "07700 900123"): ["07700 900124", "2026-11-12 07700", "123", "900123"],
    (Kind.TELEPHONE, "301126"): ["on 30 11 26"],
    (Kind.TELEPHONE, "01582 123456"): ["NHS 943 123 4567", "01234 123456", "1123456", "1234567"],
    (Kind.EMAIL, "ann@new.example"): ["jo.ann@new.example", "ann at home. She", "ann@new.example.org", "new.example"],
    (Kind.ORGANISATION, "Acorn Nursery"): [
        "An acorn fell.", "She goes to nursery.", "Acornfield", "Ann Acorn rang.", "Mr Acorn",
    ],
    (Kind.ORGANISATION, "The Hope Nursery"): ["I hope so.", "Hope is four.", "the nursery", "Hope rang."],
    (Kind.ORGANISATION, "The Nursery"): ["the nursery", "The Nursery"],
    (Kind.ORGANISATION, "Children’s Centre"): ["the children’s centre"],
    (Kind.ORGANISATION, "Luton Nursery"): ["He lives in Luton.", "the nursery"],
    (Kind.NAME, "Hope"): ["I hope so.", "Hope"],
    (Kind.NAME, "Dr A. Patel"): ["Mr Patel", "A Patel girl", "Dr Khan", "and Patel", "Dr Bina Patel"],
}  # fmt: skip


def told(place, text):
    return bool(spellings_of([Value(1, *place)]).told_in(text))


@pytest.mark.parametrize("place", TOLD, ids=lambda place: place[1])
def test_place_is_found_as_people_write_it(place):
    missed = [text for text in (place[1], *TOLD[place]) if place[1] != "Hope" and not told(place, text)]
    assert not missed


@pytest.mark.parametrize("place", NOT_TOLD, ids=lambda place: place[1])
def test_place_is_not_found_in_what_does_not_tell_it(place):
    assert not [text for text in NOT_TOLD[place] if told(place, text)]
