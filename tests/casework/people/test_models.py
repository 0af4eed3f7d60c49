from datetime import date

import pytest

from casework.people.models import Person
from casework.relationships.models import RelationshipKind, kind_with_article

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("mother", "the mother"),
        ("aunt_or_uncle", "an aunt or uncle"),
        ("former_partner", "a former partner"),
        ("other", "another relation"),
    ],
)
def test_a_relationship_is_said_in_plain_words(kind, words):
    assert kind_with_article(kind) == words


def test_every_kind_of_relationship_can_be_said():
    assert all(kind_with_article(kind) for kind in RelationshipKind.values)


@pytest.mark.parametrize(
    ("values", "alive"),
    [
        ({"born": date(2019, 5, 4)}, True),
        ({"born": date(2026, 11, 4)}, False),
        ({"expected": date(2026, 11, 1)}, False),
        ({"born": date(2019, 5, 4), "died": date(2026, 11, 2)}, False),
        ({}, True),
    ],
)
def test_who_could_have_been_met_on_a_day(values, alive):
    assert Person(name="Mia", is_child=True, **values).alive_on(DAY) is alive


def test_a_person_is_called_by_the_name_that_they_are_known_by():
    assert str(Person(name="Aleksandra", known_as="Ola")) == "Ola"
