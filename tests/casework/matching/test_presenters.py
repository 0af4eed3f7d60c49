"""Likely matches, asked of the database."""

from datetime import date

import pytest

from casework.access.models import Restriction
from casework.matching.presenters import likely_matches
from casework.people.models import PersonName
from casework.trail.acting import acting
from tests.factories import NOW, add_child

TODAY = NOW.date()


@pytest.fixture
def kathryn(ash, cast):
    return add_child(ash.family, cast.mary, name="Kathryn O\u2019Smith-Jon\u00e9s", born=date(2015, 4, 2))


def found(user, name, **more):
    return [match.person for match in likely_matches(user, name=name, today=TODAY, **more)]


@pytest.mark.parametrize(
    "name",
    [
        "Kathryn O\u2019Smith-Jon\u00e9s",
        "kathryn o\u2019smith-jones",
        "Katherine O\u2019Smith-Jones",
        "Kathrin OSmith-Jones",
    ],
)
def test_a_person_is_found_by_a_name_misspelt_or_without_its_accents(cast, kathryn, name):
    assert kathryn in found(cast.mary, name)


def test_a_person_is_found_by_the_sound_of_the_name_and_the_birth(cast, ash):
    smith = add_child(ash.family, cast.mary, name="Philip Knight", born=date(2016, 1, 5))
    assert found(cast.mary, "Filip Nite", born=date(2016, 1, 5)) == [smith]


def test_a_person_is_found_by_the_birth_and_a_part_of_the_name(cast, kathryn):
    assert found(cast.mary, "Kathryn Brown", born=date(2015, 4, 2)) == [kathryn]


def test_a_person_is_found_by_another_name(cast, ash):
    with acting(cast.mary):
        PersonName.objects.create(person=ash.mia, name="Wilhelmina Quill")
    assert found(cast.mary, "Wilhelmina Quil") == [ash.mia]


def test_a_person_is_found_by_what_they_are_called_with_the_surname(cast, ash):
    ola = add_child(ash.family, cast.mary, name="Aleksandra Kowalska", known_as="Ola")
    assert found(cast.mary, "Ola Kowalska") == [ola]


def test_a_surname_alone_makes_nobody_like_another(cast, ash):
    add_child(ash.family, cast.mary, name="Aleksandra Kowalska")
    assert found(cast.mary, "Ola Kowalska") == []


def test_the_one_who_is_meant_already_is_left_out(cast, kathryn):
    assert found(cast.mary, kathryn.name, but_not=[kathryn.pk]) == []


def test_nobody_is_found_for_two_letters(cast, kathryn):
    assert found(cast.mary, "Ka") == []


def test_a_worker_finds_only_people_whom_they_may_open(cast, kathryn):
    assert found(cast.stan, kathryn.name) == []
    assert found(cast.sue, kathryn.name) == [kathryn]


def test_a_manager_of_another_team_finds_that_somebody_is_known_and_where(cast, kathryn):
    (match,) = likely_matches(cast.sid, name=kathryn.name, today=TODAY)
    assert match.known == [("Ash", "North", "", None)]


def test_one_who_may_open_the_family_gets_its_address(cast, kathryn, ash):
    (match,) = likely_matches(cast.mary, name=kathryn.name, today=TODAY)
    assert match.known[0].url_id == ash.family.pk


def test_of_a_restricted_family_nobody_off_its_list_finds_anybody(cast, kathryn, ash):
    with acting(cast.mary):
        Restriction.objects.create(family=ash.family, from_date=TODAY, because="A colleague's family.")
    assert found(cast.sid, kathryn.name) == []


def test_one_merged_into_another_is_not_offered(cast, kathryn, ash):
    with acting(cast.mary):
        kathryn.merged_into, kathryn.merged_because = ash.mia, "Entered twice."
        kathryn.save()
    assert kathryn not in found(cast.mary, kathryn.name)
