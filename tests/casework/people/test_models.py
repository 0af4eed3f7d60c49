from datetime import date

import pytest

from casework.people.models import Person

DAY = date(2026, 11, 3)


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
def test_person_is_alive_from_birth_to_death(values, alive):
    assert Person(name="Mia", **values).alive_on(DAY) is alive


def test_person_is_called_by_the_name_that_they_are_known_by():
    assert str(Person(name="Aleksandra", known_as="Ola")) == "Ola"
