from datetime import date, timedelta

import pytest
import time_machine

from casework.actions import services as actions
from casework.allocations.queries import family_lead
from casework.notes import services as casenotes
from casework.notes.states import NoteState
from casework.passages.models import NewText
from casework.refusal import Conflict, Odd, Refusal
from casework.trail.acting import acting
from casework.users import services as users
from casework.users.roles import Role
from casework.words import london_date
from tests.factories import NOW
from workbook.allocations import services as allocations
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.episodes import services as episodes
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
YESTERDAY = TODAY - DAY
OUTCOME = [NewText("outcome", "Ann left the home."), NewText("analysis", "The risk is lower.")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def part_of(month):
    return lambda worker: month.family.allocation_set.get(worker=worker, until_date=None)


@pytest.fixture
def ended(cast, part_of):
    """Ends a worker's part as Mary would, by default Sue's with yesterday, her summary left as it stands."""

    def end(worker=None, **values):
        details = {
            "because": "LEFTRL", "last_day": YESTERDAY, "summary": "Visited weekly.", "outcome": "Ann is safer.",
            "left_because": "She has left.", "by": cast.mary, "at": NOW, **values,
        }  # fmt: skip
        return allocations.end(part_of(worker or cast.sue), **details)

    return end


def membership(user):
    return user.memberships.get()


def owners(family, timescale):
    return {due.owner for due in family.due_dates.running().filter(timescale=timescale)}


def the_next_day(by):
    later = NOW + DAY
    with time_machine.travel(later, tick=False):
        return allocations.carry_out_changes(by=by, now=later)


@pytest.mark.rule("A1.2", "A1.10")
def test_worker_allocated_with_an_open_workbook_has_their_summary_at_once(cast, month):
    allocation = allocations.allocate(month.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    summary = allocation.summaries.get()
    assert (summary.episode, summary.worker) == (month.episode, cast.cora)
    due = month.family.due_dates.get(timescale="summary_update", owner=cast.cora)
    assert london_date(due.due_at) == (NOW + timedelta(weeks=3)).date()


@pytest.mark.rule("A1.11")
def test_allocating_opens_no_workbook_and_begins_no_summary_without_one(cast, allocated):
    allocation = allocations.allocate(allocated.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    assert not allocated.family.workbook_set.exists()
    assert not allocation.summaries.exists()


def test_allocating_that_is_refused_begins_nothing(cast, month):
    with pytest.raises(Refusal):
        allocations.allocate(month.family, cast.cora, role=Role.RECOVERY_WORKER, by=cast.mary, at=NOW)
    assert month.episode.summaries.count() == 3


@pytest.mark.rule("A9.6")
def test_allocating_agrees_the_actions_typed_with_it_all_or_none(cast, month):
    action = {"what": "See Mia at school", "due_on": TODAY + DAY, "owner_user": cast.cora}
    details = {"role": Role.SOCIAL_WORKER, "by": cast.mary, "at": NOW}
    with pytest.raises(Refusal) as refused:
        allocations.allocate(month.family, cast.cora, agreed={2: action | {"due_on": YESTERDAY}}, **details)
    assert refused.value.field == "actions-2-due_on"
    assert not month.family.allocation_set.filter(worker=cast.cora).exists()
    allocations.allocate(month.family, cast.cora, agreed={0: action}, **details)
    assert month.family.agreedaction_set.get().owner_user == cast.cora


@pytest.mark.rule("A9.16")
def test_ending_a_part_keeps_reason_summary_of_involvement_and_outcome(cast, month, ended):
    allocation = ended()
    assert (allocation.until_date, allocation.ended_because) == (YESTERDAY, "LEFTRL")
    assert (allocation.summary_of_involvement, allocation.outcome) == ("Visited weekly.", "Ann is safer.")


@pytest.mark.rule("A9.16")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"outcome": ""}, "outcome"),
        ({"because": "NONE"}, "because"),
        ({"last_day": date(2020, 1, 1)}, "last_day"),
    ],
)
def test_ending_a_part_is_refused_without_them(month, ended, values, field):
    with pytest.raises(Refusal) as refused:
        ended(**values)
    assert refused.value.field == field
    assert not month.family.allocation_set.exclude(until_date=None).exists()


def test_ending_a_part_is_done_once(cast, month, ended, part_of):
    part = part_of(cast.sue)
    ended()
    with pytest.raises(Conflict, match="ends already, on Mon 2 Nov"):
        allocations.end(
            part, because="MANAGE", last_day=TODAY, summary="Again.", outcome="Again.", by=cast.mary, at=NOW
        )


def test_ending_a_part_is_a_managers(cast, month, ended):
    with pytest.raises(Refusal, match="You may not"):
        ended(by=cast.sue)


@pytest.mark.rule("A2.6", "A11.1")
def test_successor_has_the_lead_the_clocks_and_a_summary_of_their_own(cast, month, ended):
    successor = ended(taker=membership(cast.cora)).handed_to.allocations.get()
    assert (successor.worker, successor.from_date, successor.lead_from) == (cast.cora, TODAY, TODAY)
    assert family_lead(month.family).worker == cast.cora
    assert family_lead(month.family, YESTERDAY).worker == cast.sue
    assert owners(month.family, "case_summary") == owners(month.family, "group_supervision") == {cast.cora}
    assert successor.summaries.get().episode == month.episode
    assert not month.family.due_dates.running().filter(owner=cast.sue).exists()


@pytest.mark.rule("A2.6")
def test_open_summary_is_left_with_the_reason_and_keeps_its_text_and_author(cast, month, ended, summary_of):
    summaries.write(summary_of(cast.sue), written=OUTCOME, rag="", rationale="", by=cast.sue, at=NOW)
    ended()
    summary = summary_of(cast.sue)
    assert (summary.state, summary.left_out_because, summary.worker) == (
        SummaryState.LEFT_OUT, "She has left.", cast.sue,
    )  # fmt: skip
    assert summary.passages.count() == 2
    assert not month.family.due_dates.running().filter(timescale="summary_update", owner=cast.sue).exists()
    with pytest.raises(Refusal):
        summaries.write(summary, written=OUTCOME, rag="red", rationale="Mine.", by=cast.sue, at=NOW)


def test_open_summary_of_a_part_that_is_over_is_not_left_without_a_reason(cast, month, ended, summary_of):
    with pytest.raises(Refusal) as refused:
        ended(left_because=" ")
    assert refused.value.field == f"fate-{summary_of(cast.sue).pk}"
    summaries.write(summary_of(cast.sue), written=OUTCOME, rag="red", rationale="Unsafe.", by=cast.sue, at=NOW)
    summaries.finalise(summary_of(cast.sue), strategy_discussion="today", by=cast.sue, at=NOW)
    ended(left_because="")
    assert summary_of(cast.sue).state == SummaryState.FINALISED


def test_summary_left_out_because_the_part_ended_is_not_asked_again_when_the_episode_reopens(
    cast, month, ended, summary_of
):
    ended(taker=membership(cast.cora))
    without = {summary.pk: "Ill." for summary in month.episode.summaries.all()}
    with acting(cast.cora):
        episodes.close(month.episode, without=without, by=cast.cora, at=NOW)
        episodes.reopen(month.episode, because="Early.", at=NOW)
    assert summary_of(cast.sue).state == SummaryState.LEFT_OUT
    assert summary_of(cast.dora).state == SummaryState.OPEN


@pytest.mark.rule("A11.1")
def test_ending_until_friday_moves_nothing_before_saturday(cast, month, ended, summary_of):
    robot = users.robot("changes")
    ended(last_day=TODAY, left_because="", taker=membership(cast.cora))
    assert family_lead(month.family).worker == cast.sue
    assert owners(month.family, "case_summary") == {cast.sue}
    assert allocations.carry_out_changes(by=robot, now=NOW) == 0
    summaries.write(summary_of(cast.sue), written=OUTCOME, rag="", rationale="", by=cast.sue, at=NOW)
    assert not month.episode.summaries.filter(worker=cast.cora).exists()

    assert the_next_day(robot) > 0
    assert family_lead(month.family, TODAY + DAY).worker == cast.cora
    assert owners(month.family, "case_summary") == owners(month.family, "group_supervision") == {cast.cora}
    assert "before it was finalised" in summary_of(cast.sue).left_out_because
    assert month.episode.summaries.get(worker=cast.cora).state == SummaryState.OPEN
    assert the_next_day(robot) == 0


def test_changes_go_on_past_one_that_fails(cast, month, ended, monkeypatch):
    robot = users.robot("changes")
    ended(cast.dora, last_day=TODAY, left_because="")
    ended(cast.rick, last_day=TODAY, left_because="")
    hand_over = allocations.allocations.hand_over_open_work

    def failing(allocation, *, at):
        if allocation.worker == cast.dora:
            raise RuntimeError
        hand_over(allocation, at=at)

    monkeypatch.setattr(allocations.allocations, "hand_over_open_work", failing)
    assert the_next_day(robot) == 1
    assert month.episode.summaries.get(worker=cast.rick).state == SummaryState.LEFT_OUT
    assert month.episode.summaries.get(worker=cast.dora).state == SummaryState.OPEN


@pytest.mark.rule("A7.9")
def test_first_visit_is_the_familys_and_not_of_one_who_comes_later(cast, month):
    allocations.allocate(month.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=YESTERDAY, by=cast.mary, at=NOW)
    assert not owners(month.family, "first_visit")


def test_due_dates_go_to_the_team_without_a_successor(cast, month, ended):
    ended()
    assert family_lead(month.family) is None
    due = month.family.due_dates.running().get(timescale="group_supervision")
    assert (due.owner, due.team) == (None, cast.north)


def test_due_dates_of_another_worker_stay_theirs(cast, month, ended):
    ended(taker=membership(cast.cora))
    assert owners(month.family, "summary_update") == {cast.cora, cast.dora, cast.rick}


@pytest.fixture
def open_work(cast, month):
    """An open action of Sue's, and a visit that she has planned."""
    action = actions.agree(
        month.family, what="Ring the school", due_on=TODAY + DAY, owner_user=cast.sue, by=cast.sue,
        agreed_on=YESTERDAY,
    )  # fmt: skip
    visit = casenotes.plan(month.family, kind="home_visit", planned_for=NOW + 3 * DAY, by=cast.sue, at=NOW)
    return action, visit


def test_open_actions_and_planned_visits_go_to_the_successor(cast, month, ended, open_work):
    ended(taker=membership(cast.cora))
    action, visit = open_work
    action.refresh_from_db()
    visit.refresh_from_db()
    assert (action.owner_user, visit.author, visit.state) == (cast.cora, cast.cora, NoteState.PLANNED)


def test_open_actions_and_visits_without_a_successor_go_to_whom_the_manager_names(cast, month, ended, open_work):
    with pytest.raises(Refusal) as refused:
        ended()
    assert refused.value.field == "rest_to"
    with pytest.raises(Refusal, match="does not work with this family"):
        ended(rest_to=cast.stan)
    with pytest.raises(Refusal, match="the one whose part ends"):
        ended(rest_to=cast.sue)
    ended(rest_to=cast.dora)
    action, visit = open_work
    action.refresh_from_db()
    visit.refresh_from_db()
    assert (action.owner_user, visit.author) == (cast.dora, cast.dora)
    assert family_lead(month.family) is None


def test_planned_visit_is_called_off_by_the_manager_with_the_reason(cast, month, ended, open_work):
    _, visit = open_work
    ended(called_off=[visit], taker=membership(cast.cora))
    visit.refresh_from_db()
    assert (visit.state, visit.author) == (NoteState.DID_NOT_TAKE_PLACE, cast.sue)
    assert visit.did_not_because == "Sue Sands's part with the family ends."


def test_successor_holds_the_same_role(cast, month, ended):
    with pytest.raises(Refusal) as refused:
        ended(taker=membership(cast.rick))
    assert refused.value.field == "taker"
    with pytest.raises(Refusal) as refused:
        ended(taker=membership(cast.stan))
    assert refused.value.field == "taker"


def test_successor_who_is_allocated_already_keeps_their_part(cast, month, ended, part_of):
    allocations.allocate(month.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW - DAY)
    before = part_of(cast.cora)
    ended(taker=membership(cast.cora))
    assert part_of(cast.cora) == before
    assert family_lead(month.family).worker == cast.cora
    assert before.summaries.count() == 1


def test_actions_taken_on_afterwards_as_a_colleague_stay_theirs(cast, month, ended):
    ended(taker=membership(cast.cora))
    later = NOW + 2 * DAY
    action = actions.agree(
        month.family, what="Post the letter", due_on=TODAY + 9 * DAY, owner_user=cast.sue, by=cast.sue,
        agreed_on=later.date(),
    )  # fmt: skip
    with time_machine.travel(later, tick=False):
        assert allocations.carry_out_changes(by=users.robot("changes"), now=later) == 0
    action.refresh_from_db()
    assert action.owner_user == cast.sue


@pytest.mark.rule("C9")
def test_notes_recorded_afterwards_as_a_colleague_are_on_the_file(cast, month, ended, summary_of):
    ended(taker=membership(cast.cora))
    note = notes.record(
        month.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "Ann called.")],
        by=cast.sue, at=NOW,
    )  # fmt: skip
    assert not note.summary_lines.exists()


@pytest.mark.rule("A11.1")
def test_new_lead_from_a_day_to_come_leads_from_that_day_and_the_clocks_follow(cast, month, part_of):
    robot = users.robot("changes")
    allocations.change_lead(
        month.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=TODAY + DAY, by=cast.mary, at=NOW
    )
    assert family_lead(month.family).worker == cast.sue
    assert owners(month.family, "case_summary") == {cast.sue}
    assert the_next_day(robot) > 0
    assert family_lead(month.family, TODAY + DAY).worker == cast.cora
    assert owners(month.family, "case_summary") == owners(month.family, "group_supervision") == {cast.cora}
    assert part_of(cast.sue).lead_until == TODAY
    assert month.episode.summaries.filter(worker=cast.cora).exists()
    assert the_next_day(robot) == 0


@pytest.mark.rule("A11.1")
def test_new_lead_from_today_leads_at_once(cast, month):
    change = {"role": Role.SOCIAL_WORKER, "from_date": TODAY, "by": cast.mary, "at": NOW}
    allocations.change_lead(month.family, cast.cora, **change)
    assert family_lead(month.family).worker == cast.cora
    assert owners(month.family, "case_summary") == {cast.cora}
    with pytest.raises(Refusal, match="leads from Tue 3 Nov 2026 already"):
        allocations.change_lead(month.family, cast.cora, **change)
    with pytest.raises(Refusal, match="is a social worker"):
        allocations.change_lead(month.family, cast.dora, **change | {"role": Role.DOMESTIC_ABUSE_VICTIM_WORKER})
    with pytest.raises(Refusal, match="today or on a day to come"):
        allocations.change_lead(month.family, cast.sue, **change | {"from_date": YESTERDAY})
    with pytest.raises(Refusal, match="You may not"):
        allocations.change_lead(month.family, cast.sue, **change | {"by": cast.sue})
    # Said again on the same day, the first was never so.
    allocations.change_lead(month.family, cast.sue, **change)
    assert family_lead(month.family).worker == cast.sue
    assert month.family.allocation_set.leading(TODAY).count() == 1


@pytest.mark.rule("A9.16")
def test_end_that_lies_ahead_is_taken_back_with_the_lead_and_what_was_to_go_to_a_colleague(cast, month, ended, part_of):
    last_day, before = TODAY + 20 * DAY, part_of(cast.sue)
    summary = before.summaries.get()
    decision = OpenSummaryDecision(OpenSummaryAction.HAND_OVER, cast.dora, "Dora knows her.")
    part = ended(last_day=last_day, rest_to=cast.dora, left_because="", decisions={summary.pk: decision})
    assert (part.until_date, part.lead_until) == (last_day, last_day)
    with pytest.raises(Refusal, match="You may not"):
        allocations.take_back_end(part, by=cast.sue, at=NOW)
    part = allocations.take_back_end(part, by=cast.mary, at=NOW)
    assert (part.until_date, part.lead_until, part.ended_because, part.handed_to) == (None, None, "", None)
    assert family_lead(month.family, last_day + DAY).worker == cast.sue
    summary.refresh_from_db()
    assert (summary.goes_to, summary.handed_over_because) == (None, "")
    with pytest.raises(Conflict, match="has no end"):
        allocations.take_back_end(part, by=cast.mary, at=NOW)
    ended()


@pytest.mark.rule("A9.16")
def test_end_that_has_passed_is_not_taken_back(cast, ended):
    part = ended(last_day=TODAY, rest_to=cast.dora)
    allocations.take_back_end(part, by=cast.mary, at=NOW)
    part = ended(rest_to=cast.dora)
    with pytest.raises(Refusal, match=r"ended on Mon 2 Nov 2026\. Allocate the worker again"):
        allocations.take_back_end(part, by=cast.mary, at=NOW)


@pytest.mark.rule("C17")
def test_end_of_a_part_far_ahead_is_odd_and_beyond_two_years_refused(cast, ended):
    with pytest.raises(Odd, match="more than three months ahead"):
        ended(last_day=TODAY + 93 * DAY, rest_to=cast.dora)
    with pytest.raises(Refusal, match="more than two years ahead"):
        ended(last_day=TODAY + 800 * DAY, rest_to=cast.dora)
    ended(last_day=TODAY + 92 * DAY, rest_to=cast.dora)
