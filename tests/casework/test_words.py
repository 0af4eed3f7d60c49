from datetime import date

import pytest

from casework.people.models import Person
from casework.words import say_age, say_span

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person(born=date(2019, 5, 4)), "7"),
        (Person(born=date(2026, 10, 27)), "1 week"),
        (Person(born=date(2026, 10, 28)), "6 days"),
        (Person(born=date(2026, 11, 2)), "1 day"),
        (Person(born=TODAY), "less than a day"),
        (Person(expected=date(2027, 1, 12)), "unborn, due Tue 12 Jan 2027"),
        (Person(expected=date(2027, 1, 12), pregnancy_ended_on=date(2026, 11, 2)), "pregnancy ended Mon 2 Nov 2026"),
        (Person(born=date(2019, 5, 4), died=date(2026, 11, 2)), "died Mon 2 Nov 2026, aged 7"),
        (Person(died=date(2026, 11, 2)), "died Mon 2 Nov 2026"),
        (Person(), "age not known"),
    ],
)
def test_age_says_who_is_expected_who_died_and_when(person, words):
    assert say_age(person, TODAY) == words


def test_span_never_counts_one_of_what_it_names_as_several():
    spans = [say_span(days) for days in range(1, 4000)]
    assert [span for span in spans if span.startswith("1 ")] == ["1 day"]
    assert (say_span(60), say_span(730)) == ("8 weeks", "23 months")
