from datetime import timedelta

import pytest

from casework.duedates.models import DueDate
from casework.refusal import Conflict, Refusal
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.recording import services as recording
from tests.factories import NOW, SAID, UserFactory
from tests.supervision.conftest import HELD, LATER, THOUGHTS, leave
from workbook.notes import services as notes
from workbook.summaries import services as summaries


def monthly():
    return DueDate.objects.filter(timescale="group_supervision").order_by("pk")


def hold(supervision, by, held_at=HELD, **values):
    return holding.hold(supervision, held_at=held_at, by=by, at=LATER, **values)


@pytest.mark.rule("A6.1", "C30")
def test_saving_before_the_meeting_prepares_and_moves_no_clock(cast, prepared):
    before = list(monthly().values())
    recording.record(
        prepared.supervision, written=THOUGHTS, overall_rag="red", rationale="Worse.", by=cast.mary, at=LATER
    )
    prepared.supervision.refresh_from_db()
    prepared.episode.refresh_from_db()
    assert (prepared.supervision.state, prepared.supervision.held_at) == ("prepared", None)
    assert prepared.episode.state == "closed_for_supervision"
    assert list(monthly().values()) == before
    assert prepared.supervision.passages.count() == 2


@pytest.mark.rule("A6.1", "C30")
def test_holding_meets_the_monthly_clock_and_starts_the_next_from_that_day(cast, prepared):
    assert hold(prepared.supervision, cast.mary).state == "held"
    clocks = monthly()
    assert [clock.met_at for clock in clocks] == [HELD, None]
    assert clocks[1].started_at == HELD
    assert clocks[1].due_at.date().isoformat() == "2026-12-11"


@pytest.mark.rule("C30")
def test_holding_at_another_time_corrects_the_clocks_and_meets_none_twice(cast, held):
    earlier = HELD - timedelta(days=1)
    hold(held.supervision, cast.mary, earlier)
    clocks = monthly()
    assert [clock.met_at for clock in clocks] == [earlier, None, None]
    assert [clock.cancelled_at is not None for clock in clocks] == [False, True, False]
    assert clocks[2].started_at == earlier


@pytest.mark.rule("C30")
def test_holding_at_the_same_time_changes_nothing(cast, held):
    held.supervision.refresh_from_db()
    version, clocks = held.supervision.version, list(monthly().values())
    assert hold(held.supervision, cast.mary).version == version
    assert list(monthly().values()) == clocks


@pytest.mark.parametrize("held_at", [LATER + timedelta(minutes=1), NOW - timedelta(days=21)])
def test_holding_in_the_future_or_before_the_episode_is_refused(cast, prepared, held_at):
    with pytest.raises(Refusal) as refused:
        hold(prepared.supervision, cast.mary, held_at)
    assert refused.value.field == "held_at"


def test_holding_is_refused_while_a_withdrawn_summary_waits(cast, prepared):
    summary = prepared.episode.summaries.get(worker=cast.dora)
    summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale's summary is not finalised"):
        hold(prepared.supervision, cast.mary)


@pytest.mark.rule("A11.1", "C27")
def test_holding_and_its_undoing_are_for_a_manager_or_deputy_of_now(cast, prepared):
    leave(cast.mary)
    follower = UserFactory(name="Nora Nash", team=cast.north, role="team_manager")
    for somebody in (cast.sue, cast.bob, cast.audrey, cast.sid, cast.mary):
        with pytest.raises(Refusal):
            hold(prepared.supervision, somebody)
    supervision = hold(prepared.supervision, follower)
    for somebody in (cast.sue, cast.bob, cast.audrey, cast.sid, cast.mary):
        with pytest.raises(Refusal):
            holding.undo(supervision, because="Snow.", by=somebody, at=LATER)
    assert holding.undo(supervision, because="Snow.", by=cast.dev, at=LATER).state == "prepared"


@pytest.mark.rule("A6.1", "C30")
def test_undoing_gives_the_month_back_and_keeps_what_was_written(cast, held):
    due = monthly().first().due_at
    supervision = holding.undo(held.supervision, because="The wrong family.", by=cast.mary, at=LATER)
    held.episode.refresh_from_db()
    assert (supervision.state, supervision.held_at) == ("prepared", None)
    assert supervision.undone_because == "The wrong family."
    assert held.episode.state == "closed_for_supervision"
    [running] = monthly().running()
    assert running.due_at == due
    assert (supervision.passages.count(), supervision.action_lines.count()) == (2, 1)


@pytest.mark.rule("C30")
def test_undoing_after_a_correction_and_holding_again_leave_one_clock_running(cast, held):
    due = monthly().first().due_at
    hold(held.supervision, cast.mary, HELD - timedelta(days=1))
    holding.undo(held.supervision, because="Not yet.", by=cast.mary, at=LATER)
    assert [clock.due_at for clock in monthly().running()] == [due]
    hold(held.supervision, cast.mary)
    [running] = monthly().running()
    assert running.started_at == HELD
    assert [clock.met_at for clock in monthly().exclude(met_at=None)][-1] == HELD


def test_undoing_lets_a_summary_be_taken_back(cast, held):
    summary = held.episode.summaries.get(worker=cast.dora)
    with pytest.raises(Refusal, match="has been held"):
        summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=LATER)
    holding.undo(held.supervision, because="Snow.", by=cast.mary, at=LATER)
    assert summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=LATER).state == "open"


def test_undoing_leaves_the_episode_that_a_note_began(cast, held):
    notes.record(held.family, kind="telephone_call", took_place_at=LATER, written=SAID, by=cast.dora, at=LATER)
    holding.undo(held.supervision, because="Snow.", by=cast.mary, at=LATER)
    assert [each.state for each in held.workbook.episodes.order_by("number")] == ["closed_for_supervision", "begun"]


def test_undoing_is_refused_of_what_is_signed_off(cast, signed):
    with pytest.raises(Conflict, match="signed off"):
        holding.undo(signed.supervision, because="Snow.", by=cast.mary, at=LATER)


def test_undoing_without_a_reason_is_refused(cast, held):
    with pytest.raises(Refusal, match="Say why"):
        holding.undo(held.supervision, because=" ", by=cast.mary, at=LATER)


def test_undoing_what_is_only_prepared_is_refused(cast, prepared):
    with pytest.raises(Refusal, match="already"):
        holding.undo(prepared.supervision, because="Snow.", by=cast.mary, at=LATER)


def test_holding_from_a_page_that_saw_an_older_version_is_a_conflict(cast, held):
    with pytest.raises(Conflict, match="changed since you opened"):
        hold(held.supervision, cast.mary, version=1)
