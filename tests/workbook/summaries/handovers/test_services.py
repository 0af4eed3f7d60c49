"""The open summary of a worker who is away or leaves: handed over, or left as it stands. Dora is away; Rick is here."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from casework.absences import services as absences
from casework.access import access_of
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from casework.users import services as users
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.factories import NOW, SAID, UserFactory
from tests.told import texts
from workbook.allocations import services as allocations
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.notes import services as notes
from workbook.summaries import checks
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.handovers import services as handovers
from workbook.summaries.handovers.checks import may_hand_over
from workbook.summaries.handovers.presenters import worker_away
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.16")]
DAY = timedelta(days=1)
TODAY = NOW.date()
RATED = {"rag": "red", "rationale": "Not safe."}
BECAUSE = "She is on long leave."


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def summary(cast, summary_of):
    return summaries.write(summary_of(cast.dora), written=OUTCOME, by=cast.dora, at=NOW, **RATED)


@pytest.fixture
def away(cast):
    return absences.add(cast.dora, cover=cast.cora, from_date=TODAY, until_date=TODAY + 9 * DAY, by=cast.dora, at=NOW)


def hand_over(summary, taker, by, because=BECAUSE, **values):
    return handovers.hand_over(again(summary), taker=taker, because=because, by=by, at=NOW, **values)


def again(row):
    return type(row).objects.get(pk=row.pk)


def end(cast, allocation, decisions, last_day=TODAY, **values):
    details = {
        "because": "LEFTRL", "summary": "Visited weekly.", "outcome": "Ann is safer.", "by": cast.mary, "at": NOW,
    }  # fmt: skip
    return allocations.end(allocation, last_day=last_day, decisions=decisions, **details | values)


def the_next_day(by):
    later = NOW + DAY
    with time_machine.travel(later, tick=False):
        return allocations.carry_out_changes(by=by, now=later)


def begun_ahead(cast, summary, family=None):
    """The summary in which Dora's next note stands, after her own finalising."""
    if summary:
        summaries.finalise(again(summary), strategy_discussion="today", by=cast.dora, at=NOW)
    note = notes.record(family or summary.family, kind="email", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    return note.summary_lines.get().summary


# --- Away ---


@pytest.mark.parametrize("who", ["dora", "sue", "mary"])
def test_handover_gives_a_summary_to_a_colleague_and_keeps_its_text_under_its_authors_name(
    cast, summary, summary_of, away, who
):
    handed = hand_over(summary, cast.rick, getattr(cast, who))
    assert (handed.state, handed.handed_over_because) == (SummaryState.HANDED_OVER, BECAUSE)
    assert (handed.part_of, handed.worker) == (summary_of(cast.rick), cast.dora)
    assert {each.text for each in handed.passages.all()} == {each.text for each in OUTCOME}
    assert not summary.family.due_dates.running().filter(owner=cast.dora).exclude(timescale="first_visit").exists()


def test_summary_handed_over_does_not_change_any_more(cast, summary, away):
    hand_over(summary, cast.rick, cast.sue)
    with pytest.raises(Conflict, match="nothing more was changed"):
        summaries.write(again(summary), written=[NewText("outcome", "Later.")], by=cast.dora, at=NOW)
    with pytest.raises(Refusal):
        summaries.withdraw(again(summary), because="Back.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal):
        summaries.finalise(again(summary), strategy_discussion="today", by=cast.dora, at=NOW)


def test_handover_notifies_those_concerned(cast, summary, away):
    hand_over(summary, cast.rick, cast.sue)
    for user in (cast.rick, cast.dora):
        assert texts(user)[-1] == ("Ash: Sue Sands handed Dora Dale's summary over to Rick Reed")


@pytest.mark.parametrize("who", ["cora", "rick", "bob"])
def test_handover_is_refused_to_everybody_else(cast, summary, away, who):
    with pytest.raises(Refusal):
        hand_over(summary, cast.rick, getattr(cast, who))
    assert again(summary).state == SummaryState.OPEN


def test_handover_and_leaving_out_are_refused_of_a_worker_who_is_here(cast, summary):
    for act in (
        lambda: hand_over(summary, cast.rick, cast.sue),
        lambda: handovers.leave_out(summary, because=BECAUSE, by=cast.mary, at=NOW),
    ):
        with pytest.raises(Refusal, match="Dora Dale can finalise this summary"):
            act()


def test_handover_goes_to_somebody_who_works_with_the_family_and_is_here(cast, summary, away):
    for taker in (cast.cora, cast.dora, cast.stan, None):
        with pytest.raises(Refusal) as refused:
            hand_over(summary, taker, cast.sue)
        assert refused.value.field == "taker"


def test_handover_and_leaving_out_need_a_reason_and_the_version_of_the_page(cast, summary, away):
    for act in (handovers.leave_out, lambda *args, **kwargs: handovers.hand_over(*args, taker=cast.rick, **kwargs)):
        with pytest.raises(Refusal) as refused:
            act(summary, because=" ", by=cast.sue, at=NOW)
        assert refused.value.field == "because"
        with pytest.raises(Conflict):
            act(summary, because=BECAUSE, by=cast.sue, at=NOW, version=again(summary).version - 1)


def test_handover_into_a_finalised_summary_is_refused(cast, summary, summary_of, away):
    ricks = summaries.write(summary_of(cast.rick), written=OUTCOME, by=cast.rick, at=NOW, **RATED)
    summaries.finalise(ricks, strategy_discussion="today", by=cast.rick, at=NOW)
    with pytest.raises(Refusal, match="Rick Reed's summary of this period is finalised") as refused:
        hand_over(summary, cast.rick, cast.sue)
    assert refused.value.field == "taker"


@pytest.mark.rule("A3.14")
def test_notes_of_a_worker_who_is_back_begin_their_next_summary(cast, summary, away):
    hand_over(summary, cast.rick, cast.sue)
    note = notes.record(summary.family, kind="email", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    assert note.summary_lines.get().summary.episode.number == 2


@pytest.mark.rule("C24")
def test_summary_begun_ahead_is_neither_handed_over_nor_left_out_and_takes_the_next_note(cast, summary, away):
    ahead = begun_ahead(cast, summary)
    for act in (
        lambda: hand_over(ahead, cast.rick, cast.sue),
        lambda: handovers.leave_out(ahead, because=BECAUSE, by=cast.mary, at=NOW),
    ):
        with pytest.raises(Refusal, match="still awaits its supervision"):
            act()
    assert not may_hand_over(again(ahead), cast.mary, access_of(cast.mary, ahead.family), TODAY)
    assert begun_ahead(cast, None, ahead.family) == ahead


@pytest.mark.rule("A3.16")
def test_handover_takes_the_parts_of_a_summary_along(cast, summary, summary_of, away):
    task = delegation.delegate(summary, cast.rick, what_is_needed="Drink.", due_at=NOW + 3 * DAY, by=cast.dora, at=NOW)
    hand_over(summary, cast.sue, cast.mary)
    assert again(task).summary == summary_of(cast.sue)
    assert {each.worker for each in summary_of(cast.sue).parts.all()} == {cast.dora, cast.rick}
    delegation.withdraw(again(task), because="I ask her myself.", by=cast.sue, at=NOW)


@pytest.mark.rule("A3.16")
def test_handover_to_who_writes_a_part_of_it_gives_them_a_whole_of_their_own(cast, summary, summary_of, away):
    task = delegation.delegate(summary, cast.rick, what_is_needed="Drink.", due_at=NOW + 3 * DAY, by=cast.dora, at=NOW)
    hand_over(summary, cast.rick, cast.sue)
    assert (summary_of(cast.rick).part_of, again(task).state) == (None, TaskState.WITHDRAWN)
    assert again(summary).part_of == summary_of(cast.rick)


@pytest.mark.rule("A3.16")
def test_handover_of_a_part_goes_to_whoever_finalises_the_whole(cast, summary, summary_of):
    task = delegation.delegate(
        summary_of(cast.sue), cast.dora, what_is_needed="Safety.", due_at=NOW + 3 * DAY, by=cast.sue, at=NOW
    )
    absences.add(cast.dora, cover=cast.cora, from_date=TODAY, until_date=TODAY + DAY, by=cast.dora, at=NOW)
    handed = hand_over(summary, cast.rick, cast.sue)
    assert (handed.part_of, again(task).state) == (summary_of(cast.sue), TaskState.WITHDRAWN)


@pytest.mark.rule("A3.12", "A3.16")
def test_leaving_out_is_the_leads_with_a_reason_and_its_delegate_has_their_own_again(cast, summary, summary_of, away):
    delegation.delegate(summary, cast.rick, what_is_needed="Drink.", due_at=NOW + 3 * DAY, by=cast.dora, at=NOW)
    left = handovers.leave_out(again(summary), because=BECAUSE, by=cast.sue, at=NOW)
    assert (left.state, left.left_out_because) == (SummaryState.LEFT_OUT, BECAUSE)
    assert summary_of(cast.rick).part_of is None


def test_leaving_out_ones_own_is_refused(cast, summary, away):
    with pytest.raises(Refusal):
        handovers.leave_out(summary, because=BECAUSE, by=cast.dora, at=NOW)


@pytest.mark.rule("C16")
def test_worker_away_has_unsaved_text_that_is_named_and_never_shown(cast, summary, away):
    fields = {"text-outcome-0": "Ann whispered"}
    unsaved.keep(
        cast.dora, form_key=uuid4(), family_id=summary.family_id, title="My summary", url="/", fields=fields, at=NOW
    )
    told = worker_away(again(summary), TODAY)
    assert told.sentence == "Dora Dale is away until Thu 12 Nov 2026. Cora Cole covers."
    assert [(kept.form, kept.kept_at) for kept in told.unsaved] == [("My summary", NOW)]
    assert "whispered" not in str(told)


# --- The end of a part ---


@pytest.fixture
def doras_part(cast, month):
    return month.family.allocation_set.get(worker=cast.dora)


def test_summary_at_the_end_of_a_part_goes_to_the_colleague_after_the_last_day(cast, summary, summary_of, doras_part):
    robot = users.robot("changes")
    end(cast, doras_part, {summary.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, cast.rick, "She leaves.")})
    assert again(summary).state == SummaryState.OPEN
    summaries.write(again(summary), written=[NewText("outcome", "Her last word.")], by=cast.dora, at=NOW, **RATED)
    the_next_day(robot)
    handed = again(summary)
    assert (handed.state, handed.part_of) == (SummaryState.HANDED_OVER, summary_of(cast.rick))
    assert handed.passages.get(section="outcome").text == "Her last word."
    assert texts(cast.rick)[-1] == ("Ash: Dora Dale's part has ended, and their summary goes into yours")
    assert the_next_day(robot) == 0


def test_summary_goes_at_once_where_the_last_day_has_passed(cast, summary, summary_of, doras_part):
    end(
        cast,
        doras_part,
        {summary.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, cast.rick, "She left.")},
        last_day=TODAY - DAY,
    )
    assert again(summary).part_of == summary_of(cast.rick)


def test_summary_goes_to_the_successor_whose_own_begins_with_it(cast, month, summary_of):
    robot = users.robot("changes")
    sues, part = summary_of(cast.sue), month.family.allocation_set.get(worker=cast.sue)
    end(
        cast,
        part,
        {sues.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, None, "She leaves.")},
        taker=cast.cora.memberships.get(),
    )
    the_next_day(robot)
    coras = month.episode.summaries.get(worker=cast.cora)
    assert (again(sues).part_of, coras.state) == (coras, SummaryState.OPEN)


def test_summary_finalised_by_the_last_day_stays_what_it_is(cast, summary, doras_part):
    robot = users.robot("changes")
    end(cast, doras_part, {summary.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, cast.rick, "She leaves.")})
    summaries.finalise(again(summary), strategy_discussion="today", by=cast.dora, at=NOW)
    the_next_day(robot)
    assert (again(summary).state, again(summary).part_of) == (SummaryState.FINALISED, None)


@pytest.mark.rule("A3.19")
def test_summary_finalised_is_not_taken_back_by_a_worker_whose_part_has_ended(cast, summary, doras_part):
    end(cast, doras_part, {summary.pk: OpenSummaryDecision(OpenSummaryAction.FINALISE)})
    summaries.finalise(again(summary), strategy_discussion="today", by=cast.dora, at=NOW)
    assert checks.may_withdraw(again(summary), TODAY)
    with time_machine.travel(NOW + DAY, tick=False):
        assert not checks.may_withdraw(again(summary), TODAY + DAY)
        with pytest.raises(Refusal, match="Your part with the family ended on Tue 3 Nov 2026"):
            summaries.withdraw(again(summary), because="A slip.", by=cast.dora, at=NOW + DAY)
    assert again(summary).state == SummaryState.FINALISED


def test_summary_that_cannot_be_handed_over_by_then_is_left_out_with_the_sentence_that_says_why(
    cast, summary, summary_of, doras_part
):
    robot = users.robot("changes")
    end(cast, doras_part, {summary.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, cast.rick, "She leaves.")})
    ricks = summaries.write(summary_of(cast.rick), written=OUTCOME, by=cast.rick, at=NOW, **RATED)
    summaries.finalise(ricks, strategy_discussion="today", by=cast.rick, at=NOW)
    the_next_day(robot)
    assert again(summary).state == SummaryState.LEFT_OUT
    because = "It was to go to Rick Reed, whose summary was finalised already."
    assert again(summary).left_out_because == because
    assert texts(cast.mary)[-1] == (
        f"Ash: Dora Dale's summary could not be handed over and is left out of this period. {because}"
    )


@pytest.mark.rule("A3.12")
def test_summary_in_an_episode_closed_for_supervision_does_not_begin_for_the_successor(
    cast, month, summary, doras_part
):
    for worker in (cast.sue, cast.rick):
        of_theirs = month.episode.summaries.get(worker=worker)
        summaries.write(of_theirs, written=OUTCOME, by=worker, at=NOW, **RATED)
        summaries.finalise(again(of_theirs), strategy_discussion="today", by=worker, at=NOW)
    summaries.finalise(again(summary), strategy_discussion="today", by=cast.dora, at=NOW)
    episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    summaries.withdraw(again(summary), because="A slip.", by=cast.dora, at=NOW)
    robot = users.robot("changes")
    taker = UserFactory(name="Dina Day", team=cast.north, role=cast.dora.memberships.get().role)
    end(
        cast,
        doras_part,
        {summary.pk: OpenSummaryDecision(OpenSummaryAction.HAND_OVER, None, "She leaves.")},
        taker=taker.memberships.get(),
    )
    the_next_day(robot)
    assert again(summary).state == SummaryState.LEFT_OUT
    assert "closed for supervision" in again(summary).left_out_because
    assert not month.episode.summaries.filter(worker=taker).exists()


@pytest.mark.parametrize(
    ("chosen", "field", "sentence"),
    [
        (OpenSummaryDecision(OpenSummaryAction.FINALISE), "fate", "is not finalised"),
        (OpenSummaryDecision(OpenSummaryAction.LEAVE, None, " "), "why", "Say why"),
        (OpenSummaryDecision(OpenSummaryAction.HAND_OVER, None, "Gone."), "to", "Choose to whom"),
    ],
)
def test_decision_that_cannot_be_is_refused_at_its_field_and_nothing_ends(
    cast, summary, doras_part, chosen, field, sentence
):
    with pytest.raises(Refusal, match=sentence) as refused:
        end(cast, doras_part, {summary.pk: chosen}, last_day=TODAY - DAY)
    assert refused.value.field == f"{field}-{summary.pk}"
    assert again(doras_part).until_date is None


@pytest.mark.rule("C24")
def test_summary_begun_ahead_is_left_out_after_the_last_day_and_takes_the_notes_until_then(cast, summary, doras_part):
    robot = users.robot("changes")
    ahead = begun_ahead(cast, summary)
    end(cast, doras_part, {ahead.pk: OpenSummaryDecision(OpenSummaryAction.LEAVE, None, "Nothing new.")})
    assert begun_ahead(cast, None, ahead.family) == ahead
    the_next_day(robot)
    assert (again(ahead).state, again(ahead).left_out_because) == (SummaryState.LEFT_OUT, "Nothing new.")


def test_summary_left_out_at_the_end_of_a_part_has_the_reason_with_the_part_too(cast, summary, doras_part):
    end(cast, doras_part, {summary.pk: OpenSummaryDecision(OpenSummaryAction.LEAVE, None, "Nothing new.")})
    assert again(summary).left_out_because == again(doras_part).left_because == "Nothing new."


def test_database_refuses_a_handover_to_nobody(cast, summary):
    with acting(cast.mary), pytest.raises(Exception, match="handed_over_to_a_summary_and_why"):
        change(InterventionSummary.objects.get(pk=summary.pk), state=SummaryState.HANDED_OVER)


# --- Who held it before, and who holds it now ---


def test_handover_is_the_leads_and_not_the_former_ones(cast, summary, away, change_of_lead):
    with pytest.raises(Refusal, match="by the lead worker or a manager"):
        hand_over(summary, cast.rick, cast.sue)
    assert hand_over(summary, cast.rick, cast.cora).state == SummaryState.HANDED_OVER


def test_leaving_out_is_the_leads_and_not_the_former_ones(cast, summary, away, change_of_lead):
    with pytest.raises(Refusal, match="by the lead worker or a manager"):
        handovers.leave_out(again(summary), because=BECAUSE, by=cast.sue, at=NOW)
    left = handovers.leave_out(again(summary), because=BECAUSE, by=cast.cora, at=NOW)
    assert left.state == SummaryState.LEFT_OUT


def test_summary_handed_over_is_written_neither_by_its_author_nor_by_who_took_it_over(cast, summary, away):
    hand_over(summary, cast.rick, cast.sue)
    for by in (cast.dora, cast.rick):
        with pytest.raises(Refusal):
            summaries.write(again(summary), written=[NewText("outcome", "Later.")], by=by, at=NOW, **RATED)
    assert summary.passages.get(section="outcome").text == OUTCOME[0].text
