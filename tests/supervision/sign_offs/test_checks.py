from datetime import timedelta

import pytest

from casework.actions import services as actions
from casework.notifications.models import Notification
from casework.refusal import Refusal
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import checks
from supervision.sign_offs import services as sign_offs
from tests import supervising
from tests.supervision.conftest import LATER, SECTIONS
from tests.supervision.group_supervisions.conftest import text


def missing(supervision):
    supervision.refresh_from_db()
    return list(checks.missing_for_sign_off(supervision, SECTIONS))


def came(supervision, cast, values, because=None):
    arrangements.note_logistics(
        supervision, place="", others_present="", came=values, because=because, by=cast.bob, at=LATER
    )


def sign(supervision, by, **values):
    values = {"decision": "continue", "decision_because": "", "next_planned_for": LATER + timedelta(days=28)} | values
    return sign_offs.sign_off(supervision, **values, sections=SECTIONS, by=by, at=LATER)


@pytest.fixture
def second(cast, signed):
    """The second episode, closed: the first agreed one action."""
    following = signed.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    return episode_closures.close_for_supervision(following, without=without, by=cast.sue, at=LATER)


@pytest.mark.rule("A9.13")
def test_sign_off_asks_who_came_of_all_who_worked_with_the_family(cast, held):
    assert missing(held.supervision) == []
    came(held.supervision, cast, {cast.rick: "apologies"})
    assert missing(held.supervision) == ["Say why Rick Reed was not there."]
    came(held.supervision, cast, {cast.rick: "absent"}, {cast.rick: "In court."})
    assert missing(held.supervision) == []
    came(held.supervision, cast, {cast.rick: "present"}, {cast.rick: "In court."})
    assert held.supervision.attendance.get(user=cast.rick).because == ""


@pytest.mark.rule("A9.13")
def test_sign_off_asks_of_a_worker_whose_part_has_ended_since(cast, prepared):
    meeting = {"written": [], "overall_rag": "amber", "rationale": "x", "dissent": "", "relationships_checked": True}
    supervising.record(prepared.supervision, held_at=LATER, **meeting, by=cast.mary, at=LATER)
    came(prepared.supervision, cast, {cast.sue: "present"})
    assert "Note whether Dora Dale came." in missing(prepared.supervision)
    assert "Note whether Mary Moss came." not in missing(prepared.supervision)


@pytest.mark.rule("A6.7", "A9.13")
def test_sign_off_asks_for_a_review_of_each_action_of_the_last_meeting(cast, signed, second):
    action = signed.supervision.action_lines.get().action
    sentence = f"Review the action of the last meeting: ‘{action.what}’."
    assert sentence in missing(second)
    recording.record(second, written=[], reviewed={action.pk: "She went once."}, by=cast.mary, at=LATER)
    assert sentence not in missing(second)
    recording.record(second, written=[], reviewed={action.pk: " "}, by=cast.mary, at=LATER)
    assert sentence in missing(second)
    actions.report(action, outcome="met", result="She went.", done_on=LATER.date(), by=cast.sue)
    assert sentence not in missing(second)


@pytest.mark.rule("A6.7")
def test_sign_off_asks_for_actions_or_why_none_is_needed(cast, held):
    recording.record(held.supervision, written=[], no_actions_because="All is done.", by=cast.mary, at=LATER)
    assert missing(held.supervision) == ["Actions are agreed: empty what says why none is needed."]
    action = held.supervision.action_lines.get().action
    recording.drop_action(held.supervision, action, because="Typed in error.", by=cast.mary, at=LATER)
    assert missing(held.supervision) == []
    recording.record(held.supervision, written=[], no_actions_because="", by=cast.mary, at=LATER)
    assert missing(held.supervision) == ["Agree an action, or say why none is needed."]
    with pytest.raises(Refusal, match="say why none is needed"):
        sign(held.supervision, cast.mary)


@pytest.mark.rule("A4.2")
def test_new_overall_red_asks_for_a_strategy_discussion_and_tells_the_managers_at_once(cast, held):
    recording.record(held.supervision, written=[], overall_rag="red", rationale="He is back.", by=cast.mary, at=LATER)
    for answer, field in (
        ({}, "strategy_discussion"),
        ({"strategy_discussion": "perhaps"}, "strategy_discussion"),
        ({"strategy_discussion": "not", "no_strategy_because": " "}, "no_strategy_because"),
    ):
        with pytest.raises(Refusal) as refused:
            sign(held.supervision, cast.mary, **answer)
        assert refused.value.field == field
    signed = sign(held.supervision, cast.mary, strategy_discussion="not", no_strategy_because="Held yesterday.")
    assert (signed.strategy_discussion, signed.no_strategy_because) == ("not", "Held yesterday.")
    told = Notification.objects.filter(kind="supervision_new_red")
    assert {each.user for each in told} == {cast.dev}


@pytest.mark.rule("A4.2")
def test_overall_red_that_stays_red_asks_nothing(cast, held):
    recording.record(held.supervision, written=[], overall_rag="red", rationale="He is back.", by=cast.mary, at=LATER)
    sign(held.supervision, cast.mary, strategy_discussion="today")
    following = held.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    second = episode_closures.close_for_supervision(following, without=without, by=cast.sue, at=LATER)
    supervising.record(
        second, held_at=LATER, written=[], overall_rag="red", rationale="Still.", dissent="",
        relationships_checked=True, by=cast.mary, at=LATER,
    )  # fmt: skip
    supervising.ready(second, by=cast.mary, at=LATER)
    second.refresh_from_db()
    signed = sign_offs.sign_off(
        second, decision="continue", decision_because="", next_planned_for=LATER + timedelta(days=28), sections=(),
        strategy_discussion="today", by=cast.mary, at=LATER,
    )  # fmt: skip
    assert signed.strategy_discussion == ""


@pytest.mark.rule("A4.2", "A9.13")
def test_signed_page_shows_reviews_absences_and_what_a_new_red_was_answered(cast, held, page, signed_in):
    recording.record(held.supervision, written=[], overall_rag="red", rationale="He is back.", by=cast.mary, at=LATER)
    client, pk = signed_in(cast.mary), held.supervision.pk
    opened = text(client.get(page("supervisions", pk, "sign-off")))
    assert "This is a new Red. Is there a strategy discussion today?" in opened
    sign(held.supervision, cast.mary, strategy_discussion="not", no_strategy_because="Held yesterday.")
    shown = text(client.get(page("supervisions", pk)))
    for words in ("Held yesterday.", "Why Rick Reed was not there", "On sick leave.", "strategy discussion today"):
        assert words in shown, words


@pytest.mark.rule("A9.13")
def test_signed_page_shows_where_the_actions_stood_and_why_none_is_needed(cast, signed, second, page, signed_in):
    supervising.record(
        second, held_at=LATER, written=[], overall_rag="amber", rationale="Safer.", dissent="",
        relationships_checked=True, by=cast.mary, at=LATER,
    )  # fmt: skip
    action = signed.supervision.action_lines.get().action
    recording.record(
        second, written=[], reviewed={action.pk: "She went once."}, no_actions_because="All is under way.",
        by=cast.mary, at=LATER,
    )  # fmt: skip
    supervising.sign_off(
        second, decision="continue", decision_because="", next_planned_for=LATER + timedelta(days=28), sections=(),
        by=cast.mary, at=LATER,
    )  # fmt: skip
    shown = text(signed_in(cast.mary).get(page("supervisions", second.pk)))
    assert "She went once." in shown
    assert "All is under way." in shown
