from datetime import timedelta

import pytest

from casework.duedates.models import DueDate
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from supervision.group_supervisions.recording import services as recording
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import HELD, LATER, MEETING, action, leave
from workbook.summaries import services as summaries


@pytest.mark.rule("A6.1", "C30")
def test_recording_meets_the_monthly_clock_and_starts_the_next_from_that_day(cast, held):
    clocks = DueDate.objects.filter(timescale="group_supervision").order_by("pk")
    assert [clock.met_at for clock in clocks] == [HELD, None]
    assert clocks[1].started_at == HELD
    assert clocks[1].due_at.date().isoformat() == "2026-12-11"


@pytest.mark.rule("C30")
def test_recording_again_moves_the_clocks_and_meets_none_twice(cast, held):
    earlier = HELD - timedelta(days=1)
    recording.record_meeting(held.supervision, **(MEETING | {"held_at": earlier}), by=cast.mary, at=LATER)
    clocks = DueDate.objects.filter(timescale="group_supervision").order_by("pk")
    assert [clock.met_at for clock in clocks] == [earlier, None, None]
    assert [clock.cancelled_at is not None for clock in clocks] == [False, True, False]
    assert clocks[2].started_at == earlier


@pytest.mark.parametrize("held_at", [LATER + timedelta(minutes=1), NOW - timedelta(days=21)])
def test_recording_in_the_future_or_before_the_episode_is_refused(cast, prepared, held_at):
    with pytest.raises(Refusal) as refused:
        recording.record_meeting(prepared.supervision, **(MEETING | {"held_at": held_at}), by=cast.mary, at=LATER)
    assert refused.value.field == "held_at"


@pytest.mark.rule("C14")
def test_overall_rag_needs_its_rationale(cast, prepared):
    with pytest.raises(Refusal) as refused:
        recording.record_meeting(prepared.supervision, **(MEETING | {"rationale": " "}), by=cast.mary, at=LATER)
    assert refused.value.field == "rationale"
    assert not prepared.supervision.passages.exists()


@pytest.mark.rule("A11.1", "C27")
def test_recording_is_for_a_manager_or_deputy(cast, prepared):
    for somebody in (cast.sue, cast.bob, cast.audrey, cast.sid):
        with pytest.raises(Refusal):
            recording.record_meeting(prepared.supervision, **MEETING, by=somebody, at=LATER)
    assert recording.record_meeting(prepared.supervision, **MEETING, by=cast.dev, at=LATER).state == "held"


@pytest.mark.rule("A7.8", "A6.7")
@pytest.mark.parametrize(
    ("row", "field"),
    [({"owner_agency": "School", "due_on": None}, "due_on"), ({}, "owner"),
     ({"owner_agency": "School", "due_on": NOW.date()}, "due_on")],
)  # fmt: skip
def test_recording_an_action_without_owner_or_date_saves_nothing(cast, prepared, row, field):
    agreed = {0: action(owner_agency="School"), 1: action(**row)}
    with pytest.raises(Refusal) as refused:
        recording.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)
    assert refused.value.field == f"actions-1-{field}"
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.state == "prepared"
    assert not prepared.supervision.passages.exists()
    assert not prepared.family.agreedaction_set.exists()


def test_action_is_refused_to_an_owner_who_does_not_work_with_the_family(cast, prepared):
    agreed = {0: action(owner_user=cast.stan)}
    with pytest.raises(Refusal, match="does not work with this family"):
        recording.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)


def test_agreeing_the_same_action_again_is_idempotent(cast, held):
    again = action(owner_person=held.ann, what="Go to the GP", due_on=LATER.date() + timedelta(days=14))
    recording.agree_actions(held.supervision, {0: again}, by=cast.mary, at=LATER)
    assert held.supervision.action_lines.count() == 1


def test_action_is_taken_back_with_a_reason_until_the_sign_off(cast, held):
    line = held.supervision.action_lines.get()
    with pytest.raises(Refusal, match="Say why"):
        recording.drop_action(held.supervision, line.action, because="", by=cast.mary, at=LATER)
    recording.drop_action(held.supervision, line.action, because="Typed twice.", by=cast.mary, at=LATER)
    assert not held.family.agreedaction_set.not_withdrawn().exists()


def test_recording_from_a_page_that_saw_an_older_version_is_a_conflict(cast, held):
    with pytest.raises(Conflict, match="changed since you opened"):
        recording.record_meeting(held.supervision, **MEETING, version=1, by=cast.mary, at=LATER)


def test_recording_is_refused_while_a_withdrawn_summary_waits(cast, prepared):
    summary = prepared.episode.summaries.get(worker=cast.dora)
    summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale's summary is not finalised"):
        recording.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)


@pytest.mark.rule("A11.1", "C27")
def test_recording_is_refused_to_a_manager_who_left_the_team_and_open_to_the_one_who_follows(cast, prepared):
    leave(cast.mary)
    follower = UserFactory(name="Nora Nash", team=cast.north, role="team_manager")
    with pytest.raises(Refusal):
        recording.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)
    agreed = {0: action(owner_person=prepared.ann)}
    recording.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=follower, at=LATER)
    line = prepared.supervision.action_lines.get()
    for refused in (
        lambda: recording.agree_actions(prepared.supervision, {0: action()}, by=cast.mary, at=LATER),
        lambda: recording.drop_action(prepared.supervision, line.action, because="x", by=cast.mary, at=LATER),
    ):
        with pytest.raises(Refusal, match="or a higher grade"):
            refused()
    recording.drop_action(prepared.supervision, line.action, because="Typed twice.", by=follower, at=LATER)


def test_recording_of_a_changed_passage_alone_counts_as_a_change(cast, held):
    held.supervision.refresh_from_db()
    before = held.supervision.version
    values = {name: getattr(held.supervision, name) for name in ("overall_rag", "rationale", "dissent")}
    recording.record(
        held.supervision, held_at=HELD, written=[NewText("impact", "She rang twice.")], relationships_checked=True,
        version=before, by=cast.mary, at=LATER, **values,
    )  # fmt: skip
    with pytest.raises(Conflict, match="changed since you opened"):
        recording.record_meeting(held.supervision, **MEETING, version=before, by=cast.dev, at=LATER)


@pytest.mark.rule("A6.7")
def test_an_action_agreed_or_taken_back_counts_as_a_change_of_what_is_signed_off(cast, held):
    held.supervision.refresh_from_db()
    seen = held.supervision.version
    action = recording.agree_action(
        held.supervision, what="Ring the school.", owner_user=cast.sue, due_on=LATER.date(), by=cast.mary, at=LATER
    )
    recording.drop_action(held.supervision, action, because="Typed in error.", by=cast.mary, at=LATER)
    held.supervision.refresh_from_db()
    assert held.supervision.version == seen + 2
