from datetime import timedelta

import pytest

from casework import practice
from casework.duedates.models import DueDate
from casework.passages.services import Written
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.groups import services as groups
from supervision.groups.models import GroupSupervision
from tests.factories import NOW, add_child
from tests.supervision.conftest import HELD, LATER, THOUGHTS
from workbook.members.services import join_running
from workbook.notes import services as notes
from workbook.summaries import services as summaries

SECTIONS = practice.current().supervision_sections
MEETING = {"held_at": HELD, "written": THOUGHTS, "overall_rag": "amber", "rationale": "Safer.", "dissent": "",
           "relationships_checked": True, "agreed": {}}  # fmt: skip
IN_A_MONTH = LATER + timedelta(days=28)


def action(**values):
    return {"what": "Go to the GP", "due_on": LATER.date() + timedelta(days=14), **values}


def sign(supervision, by, **values):
    values = {"decision": "continue", "decision_because": "", "next_planned_for": IN_A_MONTH} | values
    return groups.sign_off(supervision, **values, sections=SECTIONS, by=by, at=LATER)


@pytest.mark.rule("A2.1", "A6.4", "C11", "C12")
def test_closing_makes_the_supervision_tells_business_support_and_wants_the_pack(cast, prepared):
    told = cast.bob.notifications.get()
    assert prepared.supervision.state == "prepared"
    assert "closed for supervision" in told.text
    assert told.url == f"/families/{prepared.family.pk}/supervisions/{prepared.supervision.pk}/"
    assert told.mail.sent_at is None
    assert [pack.state for pack in prepared.supervision.packs.all()] == ["wanted"]
    assert not cast.serena.notifications.exists()


@pytest.mark.rule("A3.12")
def test_closing_without_somebody_needs_the_reason(cast, month, finalise):
    finalise(cast.sue)
    with pytest.raises(Refusal, match=r"Dora Dale has not finalised a summary") as refused:
        groups.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    assert refused.value.field == f"without-{month.episode.summaries.get(worker=cast.dora).pk}"
    month.episode.refresh_from_db()
    assert month.episode.state == "open"
    assert not GroupSupervision.objects.exists()


def test_only_the_lead_or_a_manager_closes(cast, month, finalise):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    for somebody in (cast.dora, cast.cora, cast.bob, cast.audrey):
        with pytest.raises(Refusal):
            groups.close_for_supervision(month.episode, by=somebody, at=NOW)
    assert groups.close_for_supervision(month.episode, by=cast.dev, at=NOW)


def test_an_episode_is_not_closed_twice(cast, prepared):
    with pytest.raises(Refusal, match="is now 'closed for supervision' already"):
        groups.close_for_supervision(prepared.episode, by=cast.sue, at=NOW)


@pytest.mark.rule("C12")
def test_reopening_keeps_the_supervision_marks_the_pack_and_lets_the_left_out_write(cast, prepared):
    groups.reopen(prepared.episode, because="Rick is back.", by=cast.sue, at=NOW)
    prepared.episode.refresh_from_db()
    assert prepared.episode.state == "reopened"
    assert prepared.episode.summaries.get(worker=cast.rick).state == "open"
    without = {prepared.episode.summaries.get(worker=cast.rick).pk: "Still nothing."}
    again = groups.close_for_supervision(prepared.episode, without=without, by=cast.sue, at=NOW)
    assert again == prepared.supervision


def test_reopening_needs_a_reason_and_ends_with_the_meeting(cast, prepared, at_the_time):
    with pytest.raises(Refusal, match="Say why"):
        groups.reopen(prepared.episode, because=" ", by=cast.sue, at=NOW)
    groups.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)
    with pytest.raises(Refusal):
        groups.reopen(prepared.episode, because="Too late.", by=cast.sue, at=LATER)


def test_asking_tells_the_worker_once_until_it_is_read(cast, month):
    summary = month.episode.summaries.get(worker=cast.rick)
    for _ in range(2):
        groups.ask_for(summary, by=cast.sue, at=NOW)
    assert cast.rick.notifications.filter(text__contains="Sue Sands asks you").count() == 1
    with pytest.raises(Refusal):
        groups.ask_for(summary, by=cast.dora, at=NOW)


def test_nobody_is_asked_for_what_is_finalised(cast, month, finalise):
    with pytest.raises(Refusal, match="nothing to ask for"):
        groups.ask_for(finalise(cast.dora), by=cast.sue, at=NOW)


@pytest.mark.rule("C11", "C30")
def test_moving_keeps_the_reason_tells_the_workers_and_leaves_the_due_date(cast, month):
    due = DueDate.objects.running().get(timescale="group_supervision")
    groups.move(month.episode, planned_for=HELD + timedelta(days=2), because="The school cannot come.",
                by=cast.bob, at=NOW)  # fmt: skip
    month.episode.refresh_from_db()
    moved = month.episode.moves.get()
    assert (moved.planned_before, moved.planned_for, moved.by) == (HELD, HELD + timedelta(days=2), cast.bob)
    assert month.episode.supervision_planned_for == moved.planned_for
    month.family.headline.refresh_from_db()
    assert month.family.headline.next_supervision == moved.planned_for
    assert DueDate.objects.running().get(timescale="group_supervision").due_at == due.due_at
    assert cast.sue.notifications.filter(text__contains="The school cannot come.").exists()
    assert not cast.bob.notifications.exists()


@pytest.mark.parametrize(
    ("planned_for", "because", "field"),
    [(NOW - timedelta(hours=1), "x", "planned_for"), (HELD, "x", "planned_for"), (IN_A_MONTH, " ", "because")],
)
def test_a_move_into_the_past_to_the_same_time_or_without_reason_is_refused(
    cast, month, planned_for, because, field
):  # fmt: skip
    with pytest.raises(Refusal) as refused:
        groups.move(month.episode, planned_for=planned_for, because=because, by=cast.bob, at=NOW)
    assert refused.value.field == field


def test_a_practitioner_does_not_move_the_date(cast, month):
    with pytest.raises(Refusal):
        groups.move(month.episode, planned_for=IN_A_MONTH, because="x", by=cast.dora, at=NOW)


def test_what_was_held_does_not_move(cast, held):
    with pytest.raises(Refusal, match="held already"):
        groups.move(held.episode, planned_for=IN_A_MONTH, because="x", by=cast.bob, at=LATER)


def test_place_and_attendance_are_noted_and_corrected(cast, prepared):
    came = {cast.sue: "present", cast.rick: "apologies"}
    note = {"place": "Room 4", "others_present": "", "by": cast.bob, "at": NOW}
    groups.note_logistics(prepared.supervision, came=came, **note)
    groups.note_logistics(prepared.supervision, came={cast.rick: "present"}, **note)
    rows = {row.user: row.came for row in prepared.supervision.attendance.all()}
    assert rows == {cast.sue: "present", cast.rick: "present"}


def test_a_stale_page_of_attendance_is_refused(cast, prepared):
    seen = groups.logistics_of(prepared.supervision)
    note = {"others_present": "", "came": {}, "by": cast.bob, "at": NOW, "seen": seen}
    groups.note_logistics(prepared.supervision, place="Room 4", **note)
    with pytest.raises(Conflict):
        groups.note_logistics(prepared.supervision, place="Room 5", **note)


@pytest.mark.rule("A6.1", "C30")
def test_holding_meets_the_monthly_clock_and_starts_the_next_from_that_day(cast, held):
    clocks = DueDate.objects.filter(timescale="group_supervision").order_by("pk")
    assert [clock.met_at for clock in clocks] == [HELD, None]
    assert clocks[1].started_at == HELD
    assert clocks[1].due_at.date().isoformat() == "2026-12-11"


@pytest.mark.rule("C30")
def test_correcting_when_it_was_held_moves_the_clocks_and_meets_none_twice(cast, held):
    earlier = HELD - timedelta(days=1)
    groups.record_meeting(held.supervision, **(MEETING | {"held_at": earlier}), by=cast.mary, at=LATER)
    clocks = DueDate.objects.filter(timescale="group_supervision").order_by("pk")
    assert [clock.met_at for clock in clocks] == [earlier, None, None]
    assert [clock.cancelled_at is not None for clock in clocks] == [False, True, False]
    assert clocks[2].started_at == earlier


@pytest.mark.parametrize("held_at", [LATER + timedelta(minutes=1), NOW - timedelta(days=21)])
def test_a_supervision_in_the_future_or_before_its_episode_is_refused(cast, prepared, held_at):
    with pytest.raises(Refusal) as refused:
        groups.record_meeting(prepared.supervision, **(MEETING | {"held_at": held_at}), by=cast.mary, at=LATER)
    assert refused.value.field == "held_at"


@pytest.mark.rule("C14")
def test_an_overall_rag_needs_its_rationale(cast, prepared):
    with pytest.raises(Refusal) as refused:
        groups.record_meeting(prepared.supervision, **(MEETING | {"rationale": " "}), by=cast.mary, at=LATER)
    assert refused.value.field == "rationale"
    assert not prepared.supervision.passages.exists()


@pytest.mark.rule("A11.1", "C27")
def test_only_a_manager_or_deputy_records(cast, prepared):
    for somebody in (cast.sue, cast.bob, cast.audrey, cast.sid):
        with pytest.raises(Refusal):
            groups.record_meeting(prepared.supervision, **MEETING, by=somebody, at=LATER)
    assert groups.record_meeting(prepared.supervision, **MEETING, by=cast.dev, at=LATER).state == "held"


@pytest.mark.rule("A7.8", "A6.7")
@pytest.mark.parametrize(
    ("row", "field"),
    [({"owner_agency": "School", "due_on": None}, "due_on"), ({}, "owner"),
     ({"owner_agency": "School", "due_on": NOW.date()}, "due_on")],
)  # fmt: skip
def test_an_action_without_owner_or_date_is_refused_and_nothing_of_the_meeting_is_saved(cast, prepared, row, field):
    agreed = {0: action(owner_agency="School"), 1: action(**row)}
    with pytest.raises(Refusal) as refused:
        groups.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)
    assert refused.value.field == f"actions-1-{field}"
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.state == "prepared"
    assert not prepared.supervision.passages.exists()
    assert not prepared.family.agreedaction_set.exists()


def test_a_worker_who_does_not_work_with_the_family_owns_no_action(cast, prepared):
    agreed = {0: action(owner_user=cast.stan)}
    with pytest.raises(Refusal, match="does not work with this family"):
        groups.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)


def test_the_same_action_sent_twice_is_one(cast, held):
    again = action(owner_person=held.ann, what="Go to the GP", due_on=LATER.date() + timedelta(days=14))
    groups.agree_actions(held.supervision, {0: again}, by=cast.mary, at=LATER)
    assert held.supervision.action_lines.count() == 1


def test_an_action_is_taken_back_with_a_reason_until_the_sign_off(cast, held):
    line = held.supervision.action_lines.get()
    with pytest.raises(Refusal, match="Say why"):
        groups.drop_action(held.supervision, line.action, because="", by=cast.mary, at=LATER)
    groups.drop_action(held.supervision, line.action, because="Typed twice.", by=cast.mary, at=LATER)
    assert not held.family.agreedaction_set.not_withdrawn().exists()


def test_a_second_page_left_open_is_stale(cast, held):
    with pytest.raises(Conflict, match="changed since you opened"):
        groups.record_meeting(held.supervision, **MEETING, version=1, by=cast.mary, at=LATER)


def test_recording_is_refused_while_a_withdrawn_summary_waits(cast, prepared):
    summary = prepared.episode.summaries.get(worker=cast.dora)
    summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale's summary is not finalised"):
        groups.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)


@pytest.mark.rule("A6.10", "C2")
def test_signing_off_files_it_on_each_child_of_the_episode_or_leaves_it_out_with_the_reason(cast, held):
    supervision = sign(held.supervision, cast.mary, left_out={held.ben.pk: "It was about Mia's school only."})
    filed = {filing.child: filing.left_out_because for filing in supervision.filings.all()}
    assert filed == {held.mia: "", held.ben: "It was about Mia's school only."}
    assert supervision.signed_off_by == cast.mary


@pytest.mark.rule("A6.11")
def test_after_signing_off_the_next_episode_is_open_with_a_summary_for_each_worker(cast, signed):
    following = signed.workbook.episodes.get(number=2)
    assert (following.state, following.supervision_planned_for) == ("open", IN_A_MONTH)
    assert {summary.worker for summary in following.summaries.all()} == {cast.sue, cast.dora, cast.rick}


def test_an_episode_begun_by_a_note_is_the_one_that_opens(cast, prepared, at_the_time):
    notes.record(prepared.family, kind="telephone_call", took_place_at=NOW, written=[Written("detail", "Ann rang.")],
                 by=cast.dora, at=NOW)  # fmt: skip
    begun = prepared.workbook.episodes.get(number=2)
    assert begun.state == "begun"
    groups.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)
    sign(prepared.supervision, cast.mary)
    begun.refresh_from_db()
    assert begun.state == "open"
    assert begun.summaries.count() == 3


@pytest.mark.rule("A4.2", "A6.8")
def test_the_headline_says_the_overall_rag_since_when_and_what_it_was(cast, signed):
    headline = signed.family.headline
    headline.refresh_from_db()
    assert (headline.overall_rag, headline.previous_rag) == ("amber", "")
    assert headline.rag_since == HELD.date()
    assert headline.next_supervision == IN_A_MONTH


@pytest.mark.rule("A2.2", "A2.3")
def test_the_workbook_closes_with_a_reason_and_what_runs_in_it_ends(cast, held):
    """By the same checks as on the page of closing; where one refuses, nothing is signed off."""
    closing = {"decision": "close", "decision_because": "The goals are reached.", "closed_reason": "work_completed"}
    for missing, field in (
        ({"decision_because": " "}, "decision_because"),
        ({"closed_reason": ""}, "closed_reason"),
        ({}, "no_final_because"),
        ({"closed_reason": "child_in_care"}, "closed_reason"),
    ):
        with pytest.raises(Refusal) as refused:
            sign(held.supervision, cast.mary, **closing | missing)
        assert refused.value.field == field
    held.supervision.refresh_from_db()
    assert held.supervision.state == "held"
    signed = sign(held.supervision, cast.mary, **closing, no_final_because="She moved away first.", call_off=True)
    held.workbook.refresh_from_db()
    assert (held.workbook.state, held.workbook.closed_reason, signed.closed_reason) == (
        "closed", "work_completed", "work_completed",
    )  # fmt: skip
    assert held.workbook.no_final_programme_because == "She moved away first."
    assert not DueDate.objects.running().filter(timescale__in=["group_supervision", "summary_update"]).exists()


def test_continuing_needs_a_date_to_come(cast, held):
    for planned in (None, LATER - timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            sign(held.supervision, cast.mary, next_planned_for=planned)
        assert refused.value.field == "next_planned_for"


@pytest.mark.rule("A6.7", "A6.9")
def test_what_is_missing_is_said_before_the_sign_off(cast, prepared):
    assert list(groups.missing_in(prepared.supervision, SECTIONS)) == [
        "Record when the supervision was held.",
        "Write under ‘Hypotheses’.",
        "Write under ‘Impact of the interventions’.",
        "Choose the overall RAG.",
        "Check the family's relationships, and say so.",
    ]


@pytest.mark.rule("A6.9")
def test_relationships_that_nobody_checked_hinder_the_sign_off(cast, prepared):
    meeting = MEETING | {"relationships_checked": False}
    groups.record_meeting(prepared.supervision, **meeting, by=cast.mary, at=LATER)
    with pytest.raises(Refusal, match="Check the family's relationships"):
        sign(prepared.supervision, cast.mary)


def test_what_is_prepared_is_not_signed_off_before_it_is_held(cast, prepared):
    with pytest.raises(Refusal, match="cannot become 'signed off'"):
        sign(prepared.supervision, cast.mary)


def test_nothing_changes_after_the_sign_off(cast, signed):
    note = {"place": "x", "others_present": "", "came": {}, "by": cast.bob, "at": LATER}
    line = signed.supervision.action_lines.get()
    attempts = [
        lambda: groups.record_meeting(signed.supervision, **MEETING, by=cast.mary, at=LATER),
        lambda: groups.note_logistics(signed.supervision, **note),
        lambda: groups.agree_actions(
            signed.supervision, {0: action(owner_agency="School")}, by=cast.mary, at=LATER
        ),
        lambda: groups.drop_action(signed.supervision, line.action, because="x", by=cast.mary, at=LATER),
        lambda: sign(signed.supervision, cast.mary),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()


@pytest.mark.rule("A6.10", "C2")
def test_it_is_filed_once_on_a_child_who_was_entered_twice(cast, held, page, signed_in):
    twice = add_child(held.family, cast.mary, name="Mia Ashe")
    with acting(cast.mary):
        join_running(held.episode, twice, at=NOW)
        change(held.mia, merged_into=twice, merged_because="One NHS number.")
    opened = signed_in(cast.mary).get(page("supervisions", held.supervision.pk, "sign-off"))
    assert set(opened.context["form"].children) == {twice, held.ben}
    supervision = sign(held.supervision, cast.mary, left_out={held.mia.pk: "Only about Ben."})
    filed = {filing.child: filing.left_out_because for filing in supervision.filings.all()}
    assert filed == {twice: "Only about Ben.", held.ben: ""}
