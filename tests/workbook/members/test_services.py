from datetime import date

import pytest
import time_machine

from casework.families.models import FamilyRole
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child
from workbook.episodes.queries import people_in_episode
from workbook.members import services as members
from workbook.members.services import join_episode
from workbook.one_workbook.checks import remains_whole_without

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add(family, by, **values):
    details = {"name": "Ada Ash", "role": FamilyRole.CHILD, "born": date(2026, 10, 30), "by": by, "at": NOW, **values}
    return members.add_person(family, **details)


@pytest.mark.rule("C2")
def test_joining_the_family_joins_its_running_episode_from_that_day(cast, month):
    ada = add(month.family, cast.sue)
    assert month.episode.members.get(person=ada).from_date == NOW.date()


def test_joining_without_a_workbook_is_of_the_family_alone(cast, allocated):
    ada = add(allocated.family, cast.sue)
    assert not ada.episode_memberships.exists()


def test_adding_that_is_refused_leaves_the_episode_as_it_was(cast, month):
    with pytest.raises(Refusal):
        add(month.family, cast.dora)
    assert len(people_in_episode(month.episode)) == 3


@pytest.mark.rule("A1.14")
def test_leaving_counts_a_second_entry_of_the_last_child_as_no_other_child(cast, month):
    twice = add_child(month.family, cast.mary, name="Mia Ashe")
    with acting(cast.mary):
        join_episode(month.episode, twice, at=NOW)
        change(twice, merged_into=month.mia, merged_because="One NHS number.")
        change(month.episode.members.get(person=month.ben), until_date=NOW.date())
    assert not remains_whole_without(month.episode.members.get(person=month.mia))
