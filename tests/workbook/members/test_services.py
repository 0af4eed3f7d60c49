from datetime import date, timedelta

import pytest
import time_machine

from casework.families.models import FamilyRole
from casework.households import services as households
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child
from workbook.episodes.queries import people_in_episode
from workbook.members import services as members
from workbook.members.roles import services as roles
from workbook.members.roles.queries import fingerprint_of_role
from workbook.members.services import join_episode
from workbook.one_workbook.checks import remains_whole_without
from workbook.programmes import services as programmes
from workbook.programmes.queries import parents_fingerprint, parents_of

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


def _share_with_a_young_mother(month, cast):
    young = add_adult(
        month.family, cast.mary, name="Yara", born=date(2010, 1, 1), at=NOW - timedelta(days=10),
        from_date=(NOW - timedelta(days=10)).date(),
    )  # fmt: skip
    programme = month.family.familyprogramme_set.get()
    programmes.set_parents(
        programme, parents=[month.ann, young], fingerprint=parents_fingerprint(programme), by=cast.sue, at=NOW
    )
    return young


@pytest.mark.rule("A5.6")
def test_programme_is_not_shared_with_who_left_the_family_nor_when_they_come_back(month, cast):
    young = _share_with_a_young_mother(month, cast)
    members.leave(month.family, young, left_on=NOW.date(), because="Moved away.", by=cast.sue, at=NOW)
    households.come_back(
        month.family, young, from_date=(NOW + timedelta(days=1)).date(), in_household=True, because="Back.",
        by=cast.sue, at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert parents_of(month.family.familyprogramme_set.get()) == [month.ann]


@pytest.mark.rule("A5.6")
def test_programme_is_not_shared_with_a_parent_who_is_a_child_of_the_family_now(month, cast):
    young = _share_with_a_young_mother(month, cast)
    member = month.family.familymember_set.get(person=young, until_date=None)
    roles.change_role(
        member, role=FamilyRole.OTHER_CHILD, from_date=NOW.date(), because="Never a carer.",
        fingerprint=fingerprint_of_role(member), by=cast.sue, at=NOW,
    )  # fmt: skip
    assert parents_of(month.family.familyprogramme_set.get()) == [month.ann]
