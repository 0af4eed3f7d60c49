"""The two clocks of a summary: three weeks, and two working days before the supervision (A3.8, A3.11, C5)."""

from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.duedates.models import DueDate
from casework.duedates.presenters import dues_of_many
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.summaries import clocks
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.workbooks import services as workbooks

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C5", "A3.11")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def summary(cast, summary_of):
    return summary_of(cast.dora)


def all_of(summary, timescale=clocks.BEFORE):
    return DueDate.objects.of(summary).filter(timescale=timescale).order_by("pk")


def running(summary, timescale=clocks.BEFORE):
    return all_of(summary, timescale).filter(met_at=None, cancelled_at=None).first()


def finalise(summary):
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=summary.worker, at=NOW)
    return summaries.finalise(summary, by=summary.worker, at=NOW)


def test_clock_before_supervision_is_two_working_days_before_the_planned_one(month, summary, cast):
    due = running(summary)
    assert month.episode.supervision_planned_for - due.due_at == 2 * DAY, "Wednesday to Monday"
    url = dues_of_many([due], cast.dora)[0].url
    assert (due.owner, url) == (cast.dora, f"/families/{month.family.pk}/summaries/{summary.pk}/")
    assert due.remind_at < due.due_at


def test_clock_before_supervision_runs_besides_the_three_weeks_and_saving_meets_only_those(summary):
    before = running(summary)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=summary.worker, at=NOW)
    assert running(summary) == before
    assert running(summary, clocks.UPDATE).started_at == NOW


def test_clock_before_supervision_does_not_count_a_weekend(cast, month, summary):
    arrangements.move(month.episode, planned_for=NOW + 6 * DAY, because="Room.", by=cast.bob, at=NOW)
    assert running(summary).due_at == NOW + 2 * DAY, "Monday to the Thursday before"


def test_finalising_meets_both_clocks(summary):
    finalise(summary)
    for timescale in (clocks.BEFORE, clocks.UPDATE):
        assert running(summary, timescale) is None
        assert all_of(summary, timescale).last().met_at == NOW


def test_clock_is_cancelled_and_replaced_when_the_supervision_moves(cast, month, summary):
    first, three_weeks = running(summary), running(summary, clocks.UPDATE)
    later = month.episode.supervision_planned_for + 7 * DAY
    arrangements.move(month.episode, planned_for=later, because="Room.", by=cast.bob, at=NOW)
    first.refresh_from_db()
    assert first.cancelled_at == NOW
    assert running(summary).due_at == first.due_at + 7 * DAY
    assert running(summary, clocks.UPDATE) == three_weeks


def test_clock_of_a_finalised_summary_is_not_started_by_a_move(cast, month, summary):
    finalise(summary)
    arrangements.move(month.episode, planned_for=NOW + 20 * DAY, because="Room.", by=cast.bob, at=NOW)
    assert running(summary) is None


def test_clocks_run_both_again_after_taking_back(summary):
    finalise(summary)
    summaries.withdraw(summary, because="A name is wrong.", by=summary.worker, at=NOW)
    assert running(summary).due_at == all_of(summary).first().due_at
    assert running(summary, clocks.UPDATE).started_at == NOW


def test_clocks_are_none_when_left_out_and_both_when_let_in_again(cast, month, summary):
    without = {each.pk: "On leave." for each in month.episode.summaries.all()}
    episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    for timescale in (clocks.BEFORE, clocks.UPDATE):
        assert running(summary, timescale) is None
        assert all_of(summary, timescale).last().cancelled_at == NOW
    episode_closures.reopen(month.episode, because="She is back.", by=cast.sue, at=NOW)
    assert running(summary)
    assert running(summary, clocks.UPDATE)


def test_clocks_end_both_with_the_workbook(cast, month, summary):
    workbooks.close(month.workbook, reason="does_not_meet_criteria", because="Never did.", by=cast.mary, at=NOW)
    for timescale in (clocks.BEFORE, clocks.UPDATE):
        assert running(summary, timescale) is None
        assert all_of(summary, timescale).last().cancelled_at == NOW


def test_clock_of_a_summary_begun_ahead_is_before_its_own_supervision_as_planned_at_the_sign_off(cast, month, summary):
    for each in month.episode.summaries.all():
        finalise(each)
    note = notes.record(month.family, kind="email", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    ahead = note.summary_lines.get().summary
    first = running(ahead)
    assert first.due_at < ahead.episode.supervision_planned_for
    supervision = episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    supervising.record(
        supervision, held_at=NOW, written=[], overall_rag="amber", rationale="New.", dissent="",
        relationships_checked=True, by=cast.mary, at=NOW,
    )  # fmt: skip
    planned = NOW + 20 * DAY
    supervising.sign_off(
        supervision,
        decision="continue",
        decision_because="",
        next_planned_for=planned,
        sections=(),
        by=cast.mary,
        at=NOW,
    )
    first.refresh_from_db()
    assert first.cancelled_at == NOW
    assert running(ahead).due_at == planned - 4 * DAY, "Monday to the Thursday before"


@pytest.mark.rule("A3.18")
def test_clocks_of_a_part_are_none_but_that_of_its_task(cast, month, summary, summary_of):
    allocations.allocate(month.family, cast.cora, role="social_worker", by=cast.mary, at=NOW)
    part = summary_of(cast.cora)
    task = delegation.delegate(
        summary_of(cast.sue), cast.cora, what_is_needed="The visits to Ben.", due_at=NOW + DAY, by=cast.sue, at=NOW
    )
    assert running(part) is None
    assert running(part, clocks.UPDATE) is None
    delegation.withdraw(task, because="She is ill.", by=cast.sue, at=NOW)
    assert running(part).due_at == running(summary).due_at
    assert running(part, clocks.UPDATE)


def test_clock_is_inherited_by_nobody(month, summary, cast):
    """It is the author's own, like the three weeks: whoever may not write any more owes nothing."""
    with acting(cast.mary):
        change(summary.allocation, until_date=(NOW - 2 * DAY).date(), ended_because="left", outcome="o")
    allocations.carry_out_changes(by=cast.mary, now=NOW)
    assert running(summary) is None
    assert not month.family.due_dates.running().filter(timescale=clocks.BEFORE, owner=None).exists()


def test_clock_is_not_started_where_the_practice_has_it_off(cast, month, practised_clocks):
    practised_clocks(clocks.BEFORE, on=False)
    newcomer = allocations.allocate(month.family, cast.cora, role="social_worker", by=cast.mary, at=NOW)
    assert running(newcomer.summaries.get()) is None
    assert running(newcomer.summaries.get(), clocks.UPDATE)


@pytest.fixture
def practised_clocks(monkeypatch):
    """Gives what practises with another length of one timescale."""

    def change_one(name, **values):
        file = practice.current()
        scale = file.timescale(name).model_copy(update=values)
        scales = file.timescales.model_copy(update={name: scale})
        monkeypatch.setattr(practice, "current", lambda: file.model_copy(update={"timescales": scales}))

    return change_one
