from datetime import date, timedelta

import pytest
import time_machine

from casework.births.checks import Newborn
from casework.families import services
from casework.families.models import FamilyRole
from casework.people import services as people
from casework.people.models import Sex
from tests import brought_in
from tests.factories import NOW
from workbook.births import services as births
from workbook.episodes.queries import people_in_episode
from workbook.members import services as members

pytestmark = pytest.mark.django_db
YESTERDAY = (NOW - timedelta(days=1)).date()
TWINS = [Newborn("Ada Ash", Sex.FEMALE), Newborn("Abe Ash", Sex.MALE)]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def baby(cast, month):
    return members.add_person(
        month.family,
        name="Baby Ash",
        role=FamilyRole.CHILD,
        expected=(NOW + timedelta(days=7)).date(),
        by=cast.sue,
        at=NOW,
    )


@pytest.mark.rule("C2")
def test_birth_puts_twins_into_the_running_episode(cast, month, baby):
    ada, abe = births.record_birth(month.family, baby, born=YESTERDAY, children=TWINS, by=cast.sue, at=NOW)
    assert {ada, abe} <= set(people_in_episode(month.episode))
    assert month.episode.members.get(person=abe).from_date == NOW.date()


def test_birth_that_nobody_expected_joins_the_episode_if_the_mother_is_in_it(cast, month):
    ada, _ = births.record_unexpected_birth(
        month.family, month.ann, born=YESTERDAY, children=TWINS, by=cast.sue, at=NOW
    )
    assert ada in people_in_episode(month.episode)
    other = people.add_person(month.family, name="Dan Ash", role=FamilyRole.PARENT, by=cast.sue, at=NOW)
    kim, = births.record_unexpected_birth(
        month.family, other, born=YESTERDAY, children=[Newborn("Kim", "F")], by=cast.sue, at=NOW
    )  # fmt: skip
    assert kim not in people_in_episode(month.episode)


def test_birth_puts_a_twin_into_every_family_in_which_the_expected_child_is(cast, month, baby):
    birch = services.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    brought_in.bring_in(birch, baby, role=FamilyRole.CHILD, in_household=False, by=cast.mary, at=NOW)
    _, abe = births.record_birth(month.family, baby, born=YESTERDAY, children=TWINS, by=cast.sue, at=NOW)
    assert {member.family for member in abe.memberships.all()} == {month.family, birch}


def test_pregnancy_that_ended_ends_the_part_in_the_episode(cast, month, baby):
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        births.end_pregnancy(month.family, baby, ended_on=date(2026, 11, 5), by=cast.sue, at=NOW + timedelta(days=3))
    assert month.episode.members.get(person=baby).until_date == date(2026, 11, 5)
    assert baby not in people_in_episode(month.episode)


def test_pregnancy_that_goes_on_puts_back_who_was_in_the_episode_and_nobody_else(cast, month, baby):
    births.end_pregnancy(month.family, baby, ended_on=NOW.date(), by=cast.sue, at=NOW)
    births.take_back_end(month.family, baby, by=cast.sue, at=NOW)
    assert baby in people_in_episode(month.episode)
