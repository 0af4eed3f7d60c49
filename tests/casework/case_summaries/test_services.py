"""Each child's case summary, under its seven headings, every three months."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from casework import practice
from casework.case_summaries import services as summaries
from casework.case_summaries.states import CASE_SUMMARY_STATES, CaseSummaryState
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_child
from tests.former import lead_instead_of_sue

pytestmark = pytest.mark.django_db


def sections():
    return practice.current().case_summary_sections


def whole(text="Text."):
    return [NewText(section.key, text) for section in sections()]


def save(ash, cast, written=None, version=0, by=None, child=None):
    written = whole() if written is None else written
    return summaries.save(ash.family, child or ash.mia, written=written, version=version, by=by or cast.mary, at=NOW)


def complete(summary, by, at=NOW, **other):
    return summaries.complete(summary, headings=sections(), by=by, at=at, **other)


@pytest.mark.rule("A9.2")
def test_case_summary_has_the_seven_headings():
    assert [section.key for section in sections()] == [
        "pen_picture", "reason", "visits", "working_well", "worried_about", "plan", "contacts",
    ]  # fmt: skip


def test_case_summary_is_written_by_the_lead_worker_or_a_manager_only(allocated, cast):
    for user in (cast.dora, cast.cora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            save(allocated, cast, by=user)
    assert save(allocated, cast, by=cast.sue).number == 1


def test_case_summary_is_of_a_child_of_the_family(allocated, cast):
    other = add_child(allocated.family, cast.mary, name="Zoe Ash")
    assert save(allocated, cast, child=other)
    with pytest.raises(Refusal, match="child of this family"):
        save(allocated, cast, child=allocated.ann)


@pytest.mark.rule("A9.2")
def test_completing_needs_text_under_every_heading(ash, cast):
    summary = save(ash, cast, written=whole()[:-1])
    with pytest.raises(Refusal, match="Still empty: Key contacts and agencies"):
        complete(summary, cast.mary)
    complete(save(ash, cast, version=summary.version), cast.mary)
    summary.refresh_from_db()
    assert (summary.state, summary.completed_by, summary.completed_at) == (CaseSummaryState.COMPLETED, cast.mary, NOW)


def test_completing_is_for_the_lead_or_a_manager_and_once(allocated, cast):
    summary = save(allocated, cast)
    with pytest.raises(Refusal, match="Only the lead worker or a manager"):
        complete(summary, cast.dora)
    complete(summary, cast.sue)
    with pytest.raises(Refusal, match="is now 'completed'"):
        complete(summary, cast.sue)


@pytest.mark.rule("A9.1", "C13")
def test_completing_meets_the_clock_of_three_months_and_starts_it_anew(ash, cast):
    first = ash.family.due_dates.running().get(timescale="case_summary", child=ash.mia)
    complete(save(ash, cast), cast.mary)
    first.refresh_from_db()
    assert first.met_at == NOW
    following = ash.family.due_dates.running().get(timescale="case_summary", child=ash.mia)
    due = timezone.localtime(following.due_at)
    assert (following.started_at, due.date()) == (NOW, (NOW + relativedelta(months=3)).date())


@pytest.mark.rule("A9.2", "C13")
def test_case_summary_clock_runs_for_every_open_child(ash, cast):
    complete(save(ash, cast), cast.mary)
    running = ash.family.due_dates.running().filter(timescale="case_summary")
    assert {due.child for due in running} == {ash.mia, ash.ben}
    assert running.get(child=ash.ben).started_at < NOW - timedelta(days=30)


def test_case_summary_begins_with_the_text_of_the_last_version(ash, cast):
    complete(save(ash, cast), cast.mary)
    following = save(ash, cast, written=[NewText("plan", "A new plan.")])
    texts = dict(following.passages.values_list("section", "text"))
    assert (following.number, texts["plan"], texts["visits"]) == (2, "A new plan.", "Text.")


@pytest.mark.rule("A10.2")
def test_case_summary_does_not_change_once_completed(ash, cast):
    summary = complete(save(ash, cast), cast.mary)
    with pytest.raises(Conflict, match="is completed"):
        summaries.write(summary, written=whole("Later."), by=cast.mary, at=NOW)


def test_case_summary_is_not_overwritten_from_an_older_version(allocated, cast):
    save(allocated, cast, by=cast.sue)
    for version in (0, 99):
        with pytest.raises(Conflict, match="Somebody saved this case summary"):
            save(allocated, cast, version=version, written=whole("Mine."), by=cast.mary)
    assert set(allocated.family.casesummary_set.get().passages.values_list("text", flat=True)) == {"Text."}


def test_completing_another_version_than_was_read_is_a_conflict(ash, cast):
    summary = save(ash, cast)
    with pytest.raises(Conflict):
        complete(summary, cast.mary, version=summary.version + 1)


def test_case_summary_states_are_all_in_the_table():
    assert set(CASE_SUMMARY_STATES.moves) == set(CaseSummaryState)


def test_case_summary_is_written_and_completed_by_the_lead_of_now_and_not_by_a_former_one(
    allocated, cast, time_machine
):
    time_machine.move_to(NOW, tick=False)
    summary = save(allocated, cast, by=cast.sue)
    lead_instead_of_sue(allocated, cast)
    seen = summary.version
    for act in (lambda by: save(allocated, cast, whole("More."), seen, by=by), lambda by: complete(summary, by)):
        with pytest.raises(Refusal, match=r"You may not|Only the lead"):
            act(cast.sue)
    assert save(allocated, cast, whole("More."), seen, by=cast.cora).version == seen + 1
    assert complete(summary, cast.cora).completed_by == cast.cora


def test_case_summary_is_begun_by_the_lead_of_now_and_not_by_a_former_one(allocated, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    lead_instead_of_sue(allocated, cast)
    for user in (cast.sue, cast.dora):
        with pytest.raises(Refusal, match="You may not"):
            summaries.begin(allocated.family, allocated.mia, by=user, at=NOW)
    assert summaries.begin(allocated.family, allocated.mia, by=cast.cora, at=NOW).number == 1
