from datetime import timedelta

import pytest

from casework.duedates.models import DueDate
from casework.passages.models import NewText
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import checks
from supervision.sign_offs import services as sign_offs
from tests import supervising
from tests.factories import NOW, add_child
from tests.supervision.conftest import HELD, HELD_MEETING, LATER, SECTIONS, action, leave
from workbook.members.services import join_episode
from workbook.notes import services as notes

IN_A_MONTH = LATER + timedelta(days=28)


def sign(supervision, by, **values):
    values = {"decision": "continue", "decision_because": "", "next_planned_for": IN_A_MONTH} | values
    return sign_offs.sign_off(supervision, **values, sections=SECTIONS, by=by, at=LATER)


@pytest.mark.rule("A6.10", "C2")
def test_signing_off_files_it_on_each_child_or_leaves_it_out_with_the_reason(cast, held):
    supervision = sign(held.supervision, cast.mary, left_out={held.ben.pk: "It was about Mia's school only."})
    filed = {filing.child: filing.left_out_because for filing in supervision.filings.all()}
    assert filed == {held.mia: "", held.ben: "It was about Mia's school only."}
    assert supervision.signed_off_by == cast.mary


@pytest.mark.rule("A6.11")
def test_signing_off_opens_the_next_episode_with_a_summary_for_each_worker(cast, signed):
    following = signed.workbook.episodes.get(number=2)
    assert (following.state, following.supervision_planned_for) == ("open", IN_A_MONTH)
    assert {summary.worker for summary in following.summaries.all()} == {cast.sue, cast.dora, cast.rick}


def test_signing_off_opens_the_episode_that_a_note_began(cast, prepared, at_the_time):
    notes.record(prepared.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "Ann rang.")],
                 by=cast.dora, at=NOW)  # fmt: skip
    begun = prepared.workbook.episodes.get(number=2)
    assert begun.state == "begun"
    supervising.record_meeting(prepared.supervision, **HELD_MEETING, by=cast.mary, at=LATER)
    supervising.ready(prepared.supervision, by=cast.mary, at=LATER)
    sign(prepared.supervision, cast.mary)
    begun.refresh_from_db()
    assert begun.state == "open"
    assert begun.summaries.count() == 3


@pytest.mark.rule("A4.2", "A6.8")
def test_headline_says_the_overall_rag_since_when_and_what_it_was(cast, signed):
    headline = signed.family.headline
    headline.refresh_from_db()
    assert (headline.overall_rag, headline.previous_rag) == ("amber", "")
    assert headline.rag_since == HELD.date()
    assert headline.next_supervision == IN_A_MONTH


@pytest.mark.rule("A2.2", "A2.3")
def test_signing_off_closes_the_workbook_with_a_reason(cast, held):
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
def test_missing_for_sign_off_is_said_in_sentences(cast, prepared):
    assert list(checks.missing_for_sign_off(prepared.supervision, SECTIONS)) == [
        "Say when the supervision was held.",
        "Note who came to the supervision.",
        "Write under ‘Hypotheses’.",
        "Write under ‘Impact of the interventions’.",
        "Choose the overall RAG.",
        "Check the family's relationships, and say so.",
        "Agree an action, or say why none is needed.",
    ]


@pytest.mark.rule("A6.9")
def test_signing_off_is_refused_while_relationships_are_not_checked(cast, prepared):
    meeting = HELD_MEETING | {"relationships_checked": False}
    supervising.record_meeting(prepared.supervision, **meeting, by=cast.mary, at=LATER)
    with pytest.raises(Refusal, match="Check the family's relationships"):
        sign(prepared.supervision, cast.mary)


def test_signing_off_is_refused_before_it_was_held(cast, prepared):
    with pytest.raises(Refusal, match="cannot become 'signed off'"):
        sign(prepared.supervision, cast.mary)


def test_signed_off_supervision_refuses_every_change(cast, signed):
    note = {"place": "x", "others_present": "", "came": {}, "by": cast.bob, "at": LATER}
    line = signed.supervision.action_lines.get()
    attempts = [
        lambda: supervising.record_meeting(signed.supervision, **HELD_MEETING, by=cast.mary, at=LATER),
        lambda: arrangements.note_logistics(signed.supervision, **note),
        lambda: recording.agree_actions(
            signed.supervision, {0: action(owner_agency="School")}, by=cast.mary, at=LATER
        ),
        lambda: recording.drop_action(signed.supervision, line.action, because="x", by=cast.mary, at=LATER),
        lambda: sign(signed.supervision, cast.mary),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()


@pytest.mark.rule("A6.10", "C2")
def test_filing_is_once_for_a_child_who_was_entered_twice(cast, held, page, signed_in):
    twice = add_child(held.family, cast.mary, name="Mia Ashe")
    with acting(cast.mary):
        join_episode(held.episode, twice, at=NOW)
        change(held.mia, merged_into=twice, merged_because="One NHS number.")
    opened = signed_in(cast.mary).get(page("supervisions", held.supervision.pk, "sign-off"))
    assert set(opened.context["form"].children) == {twice, held.ben}
    supervision = sign(held.supervision, cast.mary, left_out={held.mia.pk: "Only about Ben."})
    filed = {filing.child: filing.left_out_because for filing in supervision.filings.all()}
    assert filed == {twice: "Only about Ben.", held.ben: ""}


@pytest.mark.rule("A11.1", "C27")
def test_signing_off_is_refused_to_who_left_the_team_and_the_one_who_follows_is_named(cast, held):
    leave(cast.mary)
    with pytest.raises(Refusal, match="or a higher grade"):
        sign(held.supervision, cast.mary)
    assert sign(held.supervision, cast.dev).signed_off_by == cast.dev


def test_signed_off_supervision_names_who_signed_also_after_they_left(cast, signed, page, signed_in):
    leave(cast.mary)
    opened = signed_in(cast.dev).get(page("supervisions", signed.supervision.pk)).content.decode()
    assert "Signed off by Mary Moss" in " ".join(opened.split())
    assert signed_in(cast.mary).get(page("supervisions", signed.supervision.pk)).status_code == 404
