"""Two of one name are told apart: by age, then relation; colleagues by role and team."""

from datetime import date

import pytest

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.naming.presenters import colleagues_told_apart, told_apart
from casework.people.models import Person
from casework.relationships import services as relationships
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.users import services as users
from casework.words import bare, isolated, sort_key
from tests import brought_in
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db
TODAY, PASSWORD = NOW.date(), "a long invented password"


def test_name_that_stands_once_is_bare(cast, ash):
    assert told_apart([ash.ann, ash.mia], TODAY) == {ash.ann.pk: "Ann Ash", ash.mia.pk: "Mia Ash"}


@pytest.mark.parametrize("spelling", ["Patrick O’Connor", "patrick o'connor ", "PATRICK  O’CONNOR"])
def test_two_of_one_name_have_their_age(cast, ash, spelling):
    one = add_adult(ash.family, cast.mary, name="Patrick O’Connor", born=date(1958, 1, 2))
    other = add_adult(ash.family, cast.mary, name=spelling, born=date(1985, 1, 2))
    labels = told_apart([one, other, ash.ann], TODAY)
    assert labels[one.pk] == "Patrick O’Connor, 68"
    assert labels[other.pk].endswith(", 41")
    assert labels[ash.ann.pk] == "Ann Ash"


def test_two_of_one_name_and_age_have_what_they_are_of_whom_then_a_number(cast, ash):
    twins = [add_adult(ash.family, cast.mary, name="Jo Ash", born=date(1985, 1, 2)) for _ in range(3)]
    relationships.relate(ash.family, twins[0], kind="father", other=ash.mia, by=cast.mary, at=NOW)
    labels = told_apart(twins, TODAY)
    assert labels[twins[0].pk] == "Jo Ash, 41, the father of Mia Ash"
    assert labels[twins[1].pk] == f"Jo Ash, 41, no. {twins[1].pk}"
    assert len(set(labels.values())) == 3


@pytest.mark.rule("A11.2")
def test_two_of_one_name_are_not_told_apart_by_what_a_restricted_family_says(cast, ash):
    twins = [add_adult(ash.family, cast.mary, name="Jo Ash", born=date(1985, 1, 2)) for _ in range(2)]
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    child = add_child(elm, cast.sid, name="Bo Elm")
    brought_in.bring_in(elm, twins[0], role=FamilyRole.PARENT, by=cast.sid, at=NOW)
    relationships.relate(elm, twins[0], kind="father", other=child, by=cast.sid, at=NOW)
    assert told_apart(twins, TODAY)[twins[0].pk] == "Jo Ash, 41, the father of Bo Elm"
    restrictions.restrict(elm, because="She fled.", readers=[], by=cast.sid, at=NOW)
    assert told_apart(twins, TODAY)[twins[0].pk] == f"Jo Ash, 41, no. {twins[0].pk}"


def test_names_typed_with_accents_apart_are_one_name(cast, ash):
    composed, apart = "Zoë Ash", "Zoe\u0308 Ash"
    children = [add_child(ash.family, cast.mary, name=name) for name in (composed, apart)]
    assert len(set(told_apart(children, TODAY).values())) == 2


def test_two_colleagues_of_one_name_have_role_and_team_then_their_address(cast):
    with acting(cast.mary):
        other = users.add_user(
            email="sue2@example.org", name=cast.sue.name, job_title="", password=PASSWORD, by=cast.serena
        )
    labels = colleagues_told_apart([cast.sue, other, cast.mary], TODAY)
    assert labels[cast.mary.pk] == cast.mary.name
    assert labels[cast.sue.pk].startswith(f"{cast.sue.name}, social worker, ")
    assert len(set(labels.values())) == 3


def test_relationship_of_two_of_one_name_says_their_ages(cast, ash):
    old = add_adult(ash.family, cast.mary, name="Patrick O’Connor", born=date(1958, 1, 2))
    young = add_adult(ash.family, cast.mary, name="Patrick O’Connor", born=date(1985, 1, 2))
    row = relationships.relate(ash.family, old, kind="father", other=young, by=cast.mary, at=NOW)
    assert row.sentence == "Patrick O’Connor, 68, is the father of Patrick O’Connor, 41"


def test_name_from_right_to_left_is_isolated_and_another_is_as_it_was():
    assert isolated("Łukasz Wójcik") == "Łukasz Wójcik"
    assert isolated("ليلى حسن") == "\u2068ليلى حسن\u2069"
    assert isolated(isolated("ליאור")) == isolated("ליאור")
    assert bare(isolated("ليلى")) == "ليلى"
    for sign in "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069":
        assert isolated(f"Tom {sign}Elm") == "Tom Elm", "nothing turns what follows"
        assert isolated(f"{sign}ليلى") == isolated("ليلى")
    assert isolated("می\u200cخواهم") == "\u2068می\u200cخواهم\u2069", "a sign that joins no letters stays"
    assert str(Person(name="ليلى حسن")) == "\u2068ليلى حسن\u2069"


NAMES = [
    "Adams",
    "de Souza",
    "Łukasz",
    "Łukasz-Lee",
    "Maß",
    "Matt",
    "O’Brien",
    "O'Connor",
    "Öz",
    "Pace",
    "van Dyk",
    "ليلى",
]


def test_names_sort_as_people_look_for_them(cast):
    assert sorted(set(NAMES), key=sort_key) == NAMES
    for name in reversed(NAMES):
        families.add_family(name=name, team=cast.north, by=cast.mary, at=NOW)
    found = cast.north.family_teams.filter(family__name__in=NAMES).order_by("family__headline__sort_name")
    assert [row.family.name for row in found] == NAMES
