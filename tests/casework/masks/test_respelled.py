"""Whatever somebody does to the letters, digits and gaps of a place, it is found; ordinary sentences are not."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.masks.spelling import Kind, Value, spellings_of
from tests.casework.masks.test_wordings import NOT_TOLD, TOLD

pytestmark = pytest.mark.rule("A9.20")
PLACES = [
    (Kind.ADDRESS, "9 Hidden Road, Luton LU1 2AB", ["9 Hidden Road", "Hidden Road 9", "Hidden Rd", "LU1 2AB"]),
    (Kind.ADDRESS, "12-14 High Street, Luton", ["12 High Street", "number 14 in the High Street", "High St no 12"]),
    (Kind.ADDRESS, "Flat 2, Haven House, Barton", ["Haven House", "Flat 2 Haven Hse"]),
    (Kind.ADDRESS, "Travelodge Luton", ["the Travelodge in Luton"]),
    (Kind.TELEPHONE, "07700 900123", ["07700 900 123", "+44 7700 900123", "0044 (0)7700 900123", "07 70 09 00 12 3"]),
    (Kind.TELEPHONE, "01582 123456 (7 pm)", ["01582 123 456", "123 456"]),
    (Kind.EMAIL, "ann.smith@new.example", ["ann.smith@new.example", "ann.smith at new.example",
    "ann.smith @ new dot example"]),
    (Kind.ORGANISATION, "Acorn Nursery", ["Acorn Nursery", "the nursery Acorn", "nursery called Acorn"]),
    (Kind.NAME, "Dr A. Patel", ["Dr Patel", "Dr. A. Patel", "Dr Anita Patel"]),
]  # fmt: skip
GAPS = [" ", "  ", "\u00a0", "\t", "\n", "\r\n", "&nbsp;", "%20", "\u2003"]
SIGNS_OF_GAPS = ["-", "–", "—", "\u2011", ", ", " / ", "·", "_"]  # not of an e-mail, where a sign is of the address
UNSEEN = ["\u00ad", "\u200b", "\u2060", "\u202e", "\ufeff", "-\n", "\u00ad\r\n  "]


def wide(sign):
    return chr(ord(sign) + 0xFEE0)


def renderings(kind, before, sign, after):
    """The ways to write one sign of a place between the two beside it."""
    if sign == " ":
        return GAPS if kind is Kind.EMAIL else GAPS + SIGNS_OF_GAPS
    ways = [sign, f"&#{ord(sign)};", f"&#x{ord(sign):x};"]
    if sign.isalnum():
        ways += [sign.upper(), sign.lower(), wide(sign)] if kind is not Kind.ORGANISATION else [wide(sign)]
    if sign.isalpha() and after.isalpha():
        ways += [sign + each for each in UNSEEN]
    if kind is Kind.TELEPHONE and sign in "01" and (before.isdigit() or after.isdigit()):
        ways += ["O"] if sign == "0" else ["l", "I"]
    return ways


@st.composite
def written(draw):
    kind, value, texts = draw(st.sampled_from(PLACES))
    text = draw(st.sampled_from(texts))
    padded = f" {text} "
    signs = [draw(st.sampled_from(renderings(kind, *padded[place : place + 3]))) for place in range(len(text))]
    around = st.sampled_from(["", "She is at ", "Seen (", "„", "\n"])
    return kind, value, f"{draw(around)}{''.join(signs)}{draw(st.sampled_from(['', '.', ', she says', ')', ' now']))}"


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(written())
def test_place_is_found_in_any_rendering(each):
    kind, value, text = each
    assert spellings_of([Value(1, kind, value)]).told_in(text), repr(text)


ORDINARY = """
Mia was seen at home with her mother at 4 pm.
Ben is 9 and goes to school by bus number 12.
Ann rang on 12 November 2026 at 7 pm and asked for a call back.
The health visitor weighed the baby: 7.2 kg on 03/11/2026.
They moved from 14 Oak Avenue, Dunstable LU6 3RT in May.
Dad works nights at the Amazon depot on Boscombe Road.
NHS number 943 476 5919 was checked with the GP.
The rent is £650 a month, and £123.45 is owed for gas.
Mrs Khan of the school will write by 30 11 26.
Call 0300 300 8302 for the out of hours team.
He was not known to the police at the time.
The address is not known to the school.
She stayed in a refuge for nine nights in 2019.
The family hopes for a place at nursery from January.
I hope that she will be able to come on Monday.
A strategy discussion was held at 10.30 on 4 March.
Seen alone, 25 minutes, in her bedroom, which was clean and warm.
Grandmother lives at 22 Church Lane, Toddington.
He shops in the High Street on Saturdays.
The station is ten minutes away; the park is nearer.
UPN A123456789012 was given by the school office.
An acorn fell on his head in the playground, and he laughed.
The house is cold, the flat above is empty.
Her email is not used any more; she has a new phone.
Write to office@school.example with the minutes.
The meeting is at 2 pm at the civic centre, room 3.
He is a good father at the weekend, at home, with dinner at six.
Mother says: ‘He comes at night, at about 11.’
Fairly settled; the haven of the week is Thursday club.
The review on 12-14 March found three actions outstanding.
Child benefit is £26.05 and £17.25 a week.
Reference 2026/001234, page 3 of 12.
Postcode of the school: MK40 2QQ.
The doctor saw Ben for his asthma, inhaler twice a day.
Dr Brown asked for the weight chart and the red book.
Nurse Patel of another practice gave the vaccine.
Mr Patel is the neighbour at number 7.
Anita came with her aunt; they stayed for an hour.
The premier league match was on, so he was late.
They spent the holiday in a caravan at Skegness.
The lodge at the park entrance was shut.
He hid in the hidden part of the garden, under the hedge.
Road safety was talked about in class.
The road was icy, so the visit was put off until 9 am.
She took the 31 bus to Luton and walked from the station.
He lives in Luton, near the mosque.
Luton Borough Council wrote about the tenancy.
Number 9 is empty, number 11 has a dog.
In the high street there was a fight on Friday.
Call him on 07700 900999 after 5.
His number ends in 123.
The code for the key safe is with the team manager.
ICPC on 2026-12-01 at 13:30, room B2.
Case 104233 was closed on 6 June 2018.
Three children under 5, one of 14 and one of 16.
She scored 12 of 27 on the questionnaire.
Temperature 38.4 at 6 am, 37.9 at noon.
The landlord wants £1,200 by the 1st.
He drinks 2 or 3 cans on most nights.
The smith at the fair made a horseshoe with Mia.
New trainers, size 5, were bought for PE.
For example, she smiled when he came in.
Dot, the family cat, had kittens at home.
They ate at noon. She slept until two.
Look at page 4. It says how.
The nursery says that he eats well.
A nursery place of 15 hours begins in January.
The primary school is full; the junior school is not.
The women’s aid worker came along.
She is with her mother and her sister.
No fixed abode was written on the form in error.
Room 4 was booked for the meeting.
Flat 2 has damp in the kitchen.
The old house was sold in spring.
The manager of the hotel where he works gave a reference.
An inn sign fell on the car.
Two cottages burned down in the village.
He said he would ‘end it’; the crisis team was called at 01:15.
The health centre is open from 8 to 6.
There are 3 bedrooms, 1 bathroom and a yard.
The police reference is 41/123/26.
Section 47 began on 2 June; section 17 ended on 1 June.
School attendance: 92.4 %, 11 days missed.
She will ring on Tuesday between 9 and 10.
He was born at 34 + 2 weeks, 1.98 kg.
The worker’s mobile is switched off after 17:00.
Fri 13 Nov: no answer, card left. Sat 14: no answer.
Her benefits letter has the number JX 12 34 50 C.
The car is a blue Ford, AB12 CDE.
Bread, milk, eggs, 2 apples: £7.80.
Bus 12, then 14, then a walk.
An e-mail came from the housing officer at 16.02.
1. See Ben. 2. See Mia. 3. Ring the school.
He weighs 12 kg, she 14.
From 12 to 14 she lived with an aunt.
I met Hope, who is four, and her brother.
Joy and Grace share a room; Will has his own.
They believe in the goodness of people, and go to church.
‘At the end of the lane,’ she said, ‘there is light.’
The plan is to be looked at again in 12 weeks.
It was raining; the mill pond was flooded.
The green group meets on the common on Sundays.
""".strip().splitlines()


def test_ordinary_sentences_tell_no_place():
    assert len(ORDINARY) >= 100
    places = [place for place, *_ in {**dict.fromkeys(TOLD), **dict.fromkeys(NOT_TOLD)}.items()]
    found = spellings_of([Value(number, *place) for number, place in enumerate(places)])
    told = [(line, places[number][1]) for line in ORDINARY for number in found.told_in(line)]
    assert told == []


def test_letters_of_other_scripts_are_read_and_places_of_theirs_found():
    place = Value(1, Kind.ADDRESS, "9 Улица Мира, Luton")
    assert spellings_of([place]).told_in("на 9 УЛИЦА МИРА")
    assert not spellings_of([place]).told_in(string.printable)
