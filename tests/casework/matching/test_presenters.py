"""Likely matches, asked of the database."""

from datetime import date

import pytest
import time_machine

from casework.access.models import Restriction
from casework.ages import Span
from casework.conflicts import services as conflicts
from casework.families import services as families
from casework.matching.presenters import likely_matches, possible_duplicates
from casework.people.models import PersonName
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from tests.factories import NOW, add_child

TODAY = NOW.date()


@pytest.fixture
def kathryn(ash, cast):
    return add_child(ash.family, cast.mary, name="Kathryn O\u2019Smith-Jon\u00e9s", born=date(2015, 4, 2))


def on_day(day):
    return Span(day, day)


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
def test_match_is_found_by_a_name_misspelt_or_without_its_accents(cast, kathryn, name):
    assert kathryn in found(cast.mary, name)


def test_match_is_found_by_the_sound_of_the_name_and_the_birth(cast, ash):
    smith = add_child(ash.family, cast.mary, name="Philip Knight", born=date(2016, 1, 5))
    assert found(cast.mary, "Filip Nite", born=on_day(date(2016, 1, 5))) == [smith]


def test_match_is_found_by_the_birth_and_a_part_of_the_name(cast, kathryn):
    assert found(cast.mary, "Kathryn Brown", born=on_day(date(2015, 4, 2))) == [kathryn]


def test_match_is_found_by_another_name(cast, ash):
    with acting(cast.mary):
        PersonName.objects.create(family=ash.family, person=ash.mia, name="Wilhelmina Quill")
    assert found(cast.mary, "Wilhelmina Quil") == [ash.mia]


def test_match_is_found_by_what_they_are_called_with_the_surname(cast, ash):
    ola = add_child(ash.family, cast.mary, name="Aleksandra Kowalska", known_as="Ola")
    assert found(cast.mary, "Ola Kowalska") == [ola]


def test_match_is_not_made_by_a_surname_alone(cast, ash):
    add_child(ash.family, cast.mary, name="Aleksandra Kowalska")
    assert found(cast.mary, "Ola Kowalska") == []


def test_match_leaves_out_who_is_excluded(cast, kathryn):
    assert found(cast.mary, kathryn.name, excluding=[kathryn.pk]) == []


def test_match_needs_three_letters(cast, kathryn):
    assert found(cast.mary, "Ka") == []


def test_match_for_a_worker_is_only_who_they_may_open(cast, kathryn):
    assert found(cast.stan, kathryn.name) == []
    assert found(cast.sue, kathryn.name) == [kathryn]


def test_match_for_another_teams_manager_says_where_somebody_is_known(cast, kathryn):
    (match,) = likely_matches(cast.sid, name=kathryn.name, today=TODAY)
    assert match.known == [("Ash", "North", "", None, "")]


def test_match_leads_to_a_family_that_one_may_open(cast, kathryn, ash):
    (match,) = likely_matches(cast.mary, name=kathryn.name, today=TODAY)
    assert match.known[0].url_id == ash.family.pk


def test_match_of_a_restricted_family_is_for_its_list_only(cast, kathryn, ash):
    with acting(cast.mary):
        Restriction.objects.create(family=ash.family, from_date=TODAY, because="A colleague's family.")
    assert found(cast.sid, kathryn.name) == []


def test_match_leaves_out_who_is_merged_into_another(cast, kathryn, ash):
    with acting(cast.mary):
        kathryn.merged_into, kathryn.merged_because = ash.mia, "Entered twice."
        kathryn.save()
    assert kathryn not in found(cast.mary, kathryn.name)


@pytest.mark.rule("A10.9")
def test_match_is_never_found_by_what_stands_in_place_of_a_name(cast, ash):
    values = {"name": "", "name_not_known": True, "sex": "F", "born": None, "about_age": 5, "at": NOW}
    add_child(ash.family, cast.mary, **values, birth_to_be_asked_by=cast.mary)
    girl = add_child(ash.family, cast.mary, **values, known_as="Zuzanna", birth_to_be_asked_by=cast.mary)
    assert found(cast.mary, "Girl of about 5, name not known") == []
    assert found(cast.mary, "Zuzanna") == [girl]


@pytest.mark.rule("A11.2")
def test_duplicates_are_of_families_of_which_one_may_know_and_of_no_other(cast, allocated):
    """A manager may know of each family that is not shut to them, or a child would be entered twice; others may not."""
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    twin = add_child(elm, cast.sid, name="Mia Ash", born=allocated.mia.born)

    def duplicates(user):
        with time_machine.travel(NOW, tick=False):
            return {match.person for match in possible_duplicates(user, allocated.mia, today=NOW.date())}

    assert [duplicates(user) for user in (cast.mary, cast.dev, cast.serena)] == [{twin}] * 3
    assert duplicates(cast.sue) == set(), "she leads here, and may open no family of that team"
    conflicts.declare_of(elm, user=cast.dev, because="He is the uncle.", by=cast.sid, at=NOW)
    assert (duplicates(cast.dev), duplicates(cast.mary)) == (set(), {twin})
    restrictions.restrict(elm, because="She fled.", readers=[], by=cast.sid, at=NOW)
    assert duplicates(cast.mary) == set()
