from datetime import datetime, timedelta

import pytest
import time_machine

from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.cast import OUTCOME
from tests.factories import LONDON, NOW, SAID, add_child
from workbook.episodes import queries
from workbook.episodes import services as episodes
from workbook.episodes.states import EpisodeState
from workbook.members.services import join_episode
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def by_sue(request):
    """These services are called inside others, which name the actor."""
    if "cast" not in request.fixturenames:
        yield
        return
    with acting(request.getfixturevalue("cast").sue):
        yield


def at(year, month, day, hour=10):
    return datetime(year, month, day, hour, tzinfo=LONDON)


@pytest.mark.rule("C15", "C30")
@pytest.mark.parametrize(
    ("moment", "planned"),
    [
        (at(2026, 11, 3, 16), at(2026, 12, 3)),
        (at(2026, 10, 5), at(2026, 11, 5)),
        (at(2026, 9, 25), at(2026, 10, 23)),  # a Sunday: the Friday before
        (at(2026, 11, 6), at(2026, 12, 4)),
        (at(2027, 1, 31), at(2027, 2, 26)),
        (at(2026, 11, 25), at(2026, 12, 24)),  # Christmas
        (at(2026, 11, 28), at(2026, 12, 24)),  # Boxing Day in lieu, the weekend, and Christmas
        (at(2027, 2, 28), at(2027, 3, 25)),  # Easter Sunday: before Good Friday
    ],
)
def test_month_later_is_at_the_usual_hour_on_a_working_day_and_never_after_it_is_due(moment, planned):
    assert queries.a_month_after(moment) == planned


def finalise(worker, summary):
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="It is new.", by=worker, at=NOW)
    return summaries.finalise(summary, by=worker, at=NOW)


@pytest.mark.rule("C24", "A3.14", "A3.15")
def test_next_episode_begins_at_the_first_note_after_ones_own_finalising(cast, month, summary_of):
    finalise(cast.dora, summary_of(cast.dora))
    for _ in range(2):
        notes.record(month.family, kind="telephone_call", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    ahead, first = month.workbook.episodes.all()
    assert (ahead.number, ahead.state, first.state) == (2, EpisodeState.BEGUN, EpisodeState.OPEN)
    assert [summary.worker for summary in ahead.summaries.all()] == [cast.dora]
    assert queries.people_in_episode(ahead) == queries.people_in_episode(first)
    assert ahead.supervision_planned_for > first.supervision_planned_for


@pytest.mark.rule("C24")
def test_episode_begun_ahead_leaves_the_planned_supervision_of_the_family_alone(cast, month, summary_of):
    finalise(cast.dora, summary_of(cast.dora))
    notes.record(month.family, kind="telephone_call", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    month.family.headline.refresh_from_db()
    assert month.family.headline.next_supervision == month.episode.supervision_planned_for


@pytest.mark.rule("A1.20", "A3.10", "A3.15", "C24")
def test_episode_after_supervision_opens_with_a_summary_for_each_worker(cast, month, summary_of):
    finalise(cast.dora, summary_of(cast.dora))
    notes.record(month.family, kind="telephone_call", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    without = {summary_of(worker).pk: "On leave." for worker in (cast.sue, cast.rick)}
    episodes.close(month.episode, without=without, by=cast.sue, at=NOW)
    episodes.mark_supervised(month.episode)
    opened = episodes.open_next(month.workbook, planned_for=NOW + timedelta(days=30), at=NOW)
    assert (opened.number, opened.state) == (2, EpisodeState.OPEN)
    assert [summary.worker for summary in opened.summaries.all()] == [cast.dora, cast.sue, cast.rick]


@pytest.mark.rule("A1.20")
def test_episode_opens_new_where_none_was_begun_ahead(cast, month, summary_of):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker, summary_of(worker))
    episodes.close(month.episode, without={}, by=cast.sue, at=NOW)
    episodes.mark_supervised(month.episode)
    opened = episodes.open_next(month.workbook, planned_for=NOW + timedelta(days=30), at=NOW)
    assert opened.number == 2
    assert queries.people_in_episode(opened) == queries.people_in_episode(month.episode)


@pytest.mark.rule("A3.12")
def test_closing_an_episode_without_a_summary_needs_the_reason_at_its_own_field(cast, month, summary_of):
    with pytest.raises(Refusal, match="has not finalised") as refused:
        episodes.close(month.episode, without={}, by=cast.sue, at=NOW)
    assert refused.value.field == f"without-{summary_of(cast.sue).pk}"


def test_closing_an_episode_is_done_once(cast, month):
    without = {summary.pk: "On leave." for summary in month.episode.summaries.all()}
    episodes.close(month.episode, without=without, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="already"):
        episodes.close(month.episode, without=without, by=cast.sue, at=NOW)


def test_reopening_needs_a_reason_and_lets_those_left_out_write_again(cast, month):
    without = {summary.pk: "On leave." for summary in month.episode.summaries.all()}
    episodes.close(month.episode, without=without, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        episodes.reopen(month.episode, because=" ", at=NOW)
    episode = episodes.reopen(month.episode, because="Rick is back.", at=NOW)
    assert (episode.state, episode.closed_at) == (EpisodeState.REOPENED, None)
    assert {summary.state for summary in episode.summaries.all()} == {SummaryState.OPEN}


def test_supervision_is_refused_while_a_summary_is_withdrawn(cast, month, summary_of):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker, summary_of(worker))
    episodes.close(month.episode, without={}, by=cast.sue, at=NOW)
    summaries.withdraw(summary_of(cast.dora), because="A mistake.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale's summary is not finalised"):
        episodes.mark_supervised(month.episode)


@pytest.mark.rule("C11")
def test_moving_the_supervision_moves_what_the_family_expects(cast, month):
    planned = NOW + timedelta(days=10)
    episodes.move_supervision(month.episode, planned_for=planned, at=NOW)
    month.family.headline.refresh_from_db()
    assert month.family.headline.next_supervision == planned


@pytest.mark.rule("A1.16")
def test_person_who_was_entered_twice_goes_on_once_as_the_entry_that_was_kept(month, cast):
    twice = add_child(month.family, cast.mary, name="Mia Ashe")
    join_episode(month.episode, twice, at=NOW)
    change(month.mia, merged_into=twice, merged_because="One NHS number.")
    ahead = episodes.begin_ahead(month.workbook, at=NOW)
    assert set(queries.people_in_episode(ahead)) == {twice, month.ben, month.ann}
