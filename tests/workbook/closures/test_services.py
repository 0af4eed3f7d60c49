"""A child whose case closes leaves the Workbook, which goes on with the others."""

import pytest

from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.closing import TODAY, agree, asked, closed, days_ago
from tests.factories import NOW, add_child
from workbook.episodes import queries as episodes
from workbook.episodes import services
from workbook.episodes.states import EpisodeState
from workbook.members.services import join_episode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def member(month, child, episode=None):
    return (episode or month.episode).members.get(person=child)


def test_closing_a_childs_case_leaves_the_workbook_with_the_other_children(month, cast):
    closed(month, cast)
    assert member(month, month.mia).until_date == TODAY
    assert member(month, month.ben).until_date is None
    month.episode.refresh_from_db()
    assert month.episode.state == EpisodeState.OPEN
    assert month.mia not in episodes.people_in_episode(month.episode)


def test_closing_ends_a_part_that_began_later_on_its_first_day(month, cast):
    closed(month, cast, closing_on=days_ago(30))
    mia = member(month, month.mia)
    assert mia.until_date == mia.from_date == days_ago(20)


def test_closing_ends_the_part_in_the_episode_begun_ahead_and_not_in_those_that_are_over(month, cast):
    with acting(cast.mary):
        ahead = services.begin_ahead(month.workbook, at=NOW)
        month.episode.state = EpisodeState.SUPERVISED
        month.episode.save()
    closed(month, cast)
    assert member(month, month.mia, ahead).until_date == TODAY
    assert member(month, month.mia).until_date is None


def test_closing_needs_no_workbook(allocated, cast):
    assert closed(allocated, cast).state == "agreed"


@pytest.mark.rule("A1.14")
def test_closing_is_refused_for_the_last_child_of_the_open_workbook(month, cast):
    with acting(cast.mary):
        ben = member(month, month.ben)
        ben.until_date = TODAY
        ben.save()
    closure = asked(month, cast.sue)
    with pytest.raises(Refusal, match="last child in the open Workbook"):
        agree(closure, cast.mary)
    closure.refresh_from_db()
    assert closure.state == "asked"
    assert month.family.involvement_set.get(child=month.mia).closed_on is None
    with acting(cast.mary):
        mia = member(month, month.mia)
        mia.until_date = TODAY
        mia.save()
    assert agree(closure, cast.mary).state == "agreed"


@pytest.fixture
def twice(month, cast):
    """Mia as entered a second time; both entries are part of the episode."""
    twice = add_child(month.family, cast.mary, name="Mia Ashe")
    with acting(cast.mary):
        join_episode(month.episode, twice, at=NOW)
        change(twice, merged_into=month.mia, merged_because="One NHS number.")
    return twice


@pytest.mark.rule("C2")
def test_closing_ends_the_part_of_a_child_who_was_entered_twice_under_both_entries(month, cast, twice):
    closed(month, cast)
    assert member(month, month.mia).until_date == member(month, twice).until_date == TODAY


@pytest.mark.rule("A1.14")
def test_closing_counts_a_second_entry_of_the_last_child_as_no_other_child(month, cast, twice):
    with acting(cast.mary):
        change(member(month, month.ben), until_date=TODAY)
    with pytest.raises(Refusal, match="last child in the open Workbook"):
        agree(asked(month, cast.sue), cast.mary)
