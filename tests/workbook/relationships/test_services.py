"""While a summary is open the family's relationships are locked (C23), from the first that opens to the supervision."""

from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.trail.acting import acting
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.at_once import at_once
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.allocations import services as allocations
from workbook.episodes import queries
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.workbooks import services as workbooks

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C23", "A1.21")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def said(family):
    return [hold.because for hold in holds_against(family, Held.RELATIONSHIPS)]


def finalise(summary):
    by = summary.worker
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="It is new.", by=by, at=NOW)
    return summaries.finalise(summary, strategy_discussion="today", by=by, at=NOW)


@pytest.fixture
def all_final(month):
    for summary in month.episode.summaries.all():
        finalise(summary)
    return month


@pytest.fixture
def closed(cast, all_final):
    all_final.supervision = episode_closures.close_for_supervision(all_final.episode, by=cast.sue, at=NOW)
    return all_final


def hold_and_sign(month, cast, **other):
    supervising.record(
        month.supervision, held_at=NOW, written=[], overall_rag="amber", rationale="New.", dissent="",
        relationships_checked=True, by=cast.mary, at=NOW,
    )  # fmt: skip
    details = {"decision": "continue", "decision_because": "", "next_planned_for": NOW + timedelta(days=28)} | other
    return supervising.sign_off(month.supervision, **details, sections=(), by=cast.mary, at=NOW)


def test_lock_is_not_placed_before_a_summary_opens_or_without_a_workbook(allocated):
    assert said(allocated.family) == []


def test_lock_is_placed_from_the_first_open_summary_and_says_why_and_until_when(month):
    assert said(month.family) == [
        "3 summaries are open. Relationships can be changed again when all are finalised, or when the episode is "
        "closed for the supervision planned for Wed 11 Nov 2026, 10:00."
    ]


def test_lock_counts_the_open_summaries_and_is_lifted_with_the_last_that_is_finalised(month):
    first, second, last = month.episode.summaries.all()
    finalise(first)
    assert said(month.family)[0].startswith("2 summaries are open.")
    finalise(second)
    assert said(month.family)[0].startswith("A summary is open.")
    finalise(last)
    assert said(month.family) == []


def test_lock_comes_back_with_a_summary_that_is_taken_back_and_with_one_that_begins(cast, all_final):
    summary = all_final.episode.summaries.first()
    summaries.withdraw(summary, because="A name is wrong.", by=summary.worker, at=NOW)
    assert said(all_final.family)
    finalise(summary)
    notes.record(all_final.family, kind="email", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    assert said(all_final.family), "Dora's first note after finalising begins her next summary"


def test_lock_is_placed_by_a_worker_who_comes_and_lifted_by_one_who_leaves(cast, all_final):
    newcomer = allocations.allocate(all_final.family, cast.cora, role="social_worker", by=cast.mary, at=NOW)
    assert said(all_final.family)
    with acting(cast.mary):
        summaries.leave_out(newcomer.summaries.get(), because="She was needed elsewhere.", at=NOW)
    assert said(all_final.family) == []


def test_lock_is_lifted_from_closing_to_the_sign_off_though_the_next_summary_has_begun(cast, closed):
    notes.record(closed.family, kind="email", took_place_at=NOW, written=SAID, by=cast.dora, at=NOW)
    assert closed.workbook.episodes.count() == 2
    assert said(closed.family) == []
    assert queries.episode_in_supervision(closed.family) == closed.episode
    hold_and_sign(closed, cast)
    assert said(closed.family)[0].startswith("3 summaries are open.")
    assert queries.episode_in_supervision(closed.family) is None


def test_lock_is_lifted_by_closing_without_somebody_and_placed_again_by_reopening(cast, month):
    without = {summary.pk: "On leave." for summary in month.episode.summaries.all()}
    episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    assert said(month.family) == []
    episode_closures.reopen(month.episode, because="Rick is back.", by=cast.sue, at=NOW)
    assert said(month.family)[0].startswith("3 summaries are open.")
    assert queries.episode_in_supervision(month.family) is None


def test_lock_is_not_placed_by_a_summary_taken_back_after_closing(cast, closed):
    summary = closed.episode.summaries.first()
    summaries.withdraw(summary, because="A name is wrong.", by=summary.worker, at=NOW)
    assert said(closed.family) == []


def test_lock_says_the_date_to_which_the_supervision_was_moved(cast, month):
    arrangements.move(month.episode, planned_for=NOW + 30 * HOUR, because="Room.", by=cast.bob, at=NOW)
    assert "Wed 4 Nov 2026, 16:00" in said(month.family)[0]


def test_lock_ends_with_the_workbook(cast, month):
    reason = {"reason": "does_not_meet_criteria", "because": "It never met them."}
    workbooks.close(month.workbook, **reason, by=cast.mary, at=NOW)
    assert said(month.family) == []


def test_lock_is_not_placed_where_the_practice_has_the_setting_off(month, practised):
    practised(relationships_locked_while_summary_open=False)
    first = month.episode.summaries.first()
    finalise(first)
    assert said(month.family) == [], "a lock from before the setting changed goes with the next change of a summary"
    summaries.withdraw(first, because="A name is wrong.", by=first.worker, at=NOW)
    assert said(month.family) == []
    assert not practice.current().settings.relationships_locked_while_summary_open


@pytest.mark.django_db(transaction=True)
def test_lock_is_lifted_by_one_of_two_who_finalise_the_last_summaries_at_one_moment(month):
    first, *others = month.episode.summaries.all()
    finalise(first)
    for summary in others:
        summaries.write(summary, written=OUTCOME, rag="red", rationale="New.", by=summary.worker, at=NOW)
    waiting = list(others)
    at_once(
        lambda: (lambda each: summaries.finalise(each, strategy_discussion="today", by=each.worker, at=NOW))(
            waiting.pop()
        )
    )
    assert said(month.family) == []
