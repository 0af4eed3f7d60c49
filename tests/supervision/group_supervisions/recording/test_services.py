from datetime import timedelta

import pytest

from casework.actions.models import AgreedAction
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from supervision.group_supervisions import queries
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.recording import services as recording
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import HELD, LATER, MEETING, action, leave


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
    assert recording.record_meeting(prepared.supervision, **MEETING, by=cast.dev, at=LATER).state == "prepared"


@pytest.mark.rule("A7.8", "A6.7")
@pytest.mark.parametrize(
    ("row", "field"),
    [({"owner_agency": "School", "due_on": None}, "due_on"), ({}, "owner"),
     ({"owner_agency": "School", "due_on": NOW.date()}, "due_on")],
)  # fmt: skip
def test_recording_an_action_without_owner_or_date_saves_nothing(cast, prepared, row, field):
    agreed = {0: action(owner_agency="School"), 1: action(**row)}
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
    with pytest.raises(Refusal) as refused:
        recording.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)
    assert refused.value.field == f"actions-1-{field}"
    assert not prepared.supervision.passages.exists()
    assert not prepared.family.agreedaction_set.exists()


def test_action_is_refused_to_an_owner_who_does_not_work_with_the_family(cast, prepared):
    agreed = {0: action(owner_user=cast.stan)}
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
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


@pytest.mark.rule("A11.1", "C27")
def test_recording_is_refused_to_a_manager_who_left_the_team_and_open_to_the_one_who_follows(cast, prepared):
    leave(cast.mary)
    follower = UserFactory(name="Nora Nash", team=cast.north, role="team_manager")
    with pytest.raises(Refusal):
        recording.record_meeting(prepared.supervision, **MEETING, by=cast.mary, at=LATER)
    agreed = {0: action(owner_person=prepared.ann)}
    holding.hold(prepared.supervision, held_at=HELD, by=follower, at=LATER)
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
        held.supervision, written=[NewText("impact", "She rang twice.")], relationships_checked=True,
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


@pytest.mark.rule("A6.1", "A6.7")
def test_no_action_is_agreed_before_the_group_has_met(cast, prepared):
    agreed = {0: action(owner_person=prepared.ann)}
    with pytest.raises(Refusal, match="Say first that it was held"):
        recording.record_meeting(prepared.supervision, **(MEETING | {"agreed": agreed}), by=cast.mary, at=LATER)
    assert not prepared.family.agreedaction_set.exists()


def test_recording_says_nothing_of_when_it_was_held(cast, held):
    with pytest.raises(TypeError, match="held_at"):
        recording.record(held.supervision, written=[], held_at=LATER, by=cast.mary, at=LATER)


@pytest.mark.rule("A9.13")
def test_review_of_an_action_is_kept_once_and_changed(cast, signed):
    following = signed.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    supervision = episode_closures.close_for_supervision(following, without=without, by=cast.sue, at=LATER)
    [reviewed] = queries.actions_of_last(supervision)
    elsewhere = AgreedAction.objects.exclude(pk=reviewed.pk).first()
    assert queries.waiting_for_review(supervision) == [reviewed]
    for said in ("She went once.", "She went twice."):
        answers = {reviewed.pk: said} | ({elsewhere.pk: "Of another."} if elsewhere else {})
        recording.record(supervision, written=[], reviewed=answers, by=cast.mary, at=LATER)
    assert [(review.action, review.text) for review in supervision.reviews.all()] == [(reviewed, "She went twice.")]
    assert queries.waiting_for_review(supervision) == []
    recording.record(supervision, written=[], reviewed={reviewed.pk: ""}, by=cast.mary, at=LATER)
    assert queries.waiting_for_review(supervision) == [reviewed]
