"""What did not happen, and why: a visit, a child on it, and who is told."""

from datetime import timedelta

import pytest

from casework import practice
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.not_done.contents import say_not_done, say_seen, whys_missing
from casework.notes.states import NoteState
from casework.notifications.models import Notification
from casework.passages.models import NewText
from casework.plans import services as plans
from casework.refusal import Refusal
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.15")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def planned(allocated, cast):
    return notes.plan(
        allocated.family, kind="home_visit", planned_for=NOW - HOUR, purpose="See Mia", by=cast.sue, at=NOW
    )


def saw(ash, cast, when, **details):
    seen = [(ash.mia, True, False, False), (ash.ben, True, False, False)]
    return notes.record(ash.family, kind="home_visit", took_place_at=when, seen=seen, by=cast.sue, at=NOW, **details)


def told():
    return set(Notification.objects.filter(kind="visit_not_done").values_list("user__email", flat=True))


def test_each_reason_of_the_practice_is_kept_and_said(allocated, cast):
    for reason, words in practice.current().not_done_reasons.items():
        note = notes.plan(allocated.family, kind="home_visit", planned_for=NOW - HOUR, by=cast.sue, at=NOW)
        note = notes.did_not_take_place(note, reason=reason, because="X.", done="Y.", by=cast.sue, at=NOW)
        assert (note.did_not_reason, note.did_not_done, say_not_done(note)) == (reason, "Y.", f"{words}: X.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "because"),
        ({"reason": "other"}, "because"),
        ({"reason": "unheard_of"}, "reason"),
        ({"reason": "worker_away"}, "done"),
        ({"reason": "no_answer", "another": NOW - DAY}, "another"),
    ],
)
def test_reason_that_says_too_little_is_refused(planned, cast, given, field):
    with pytest.raises(Refusal) as refused:
        notes.did_not_take_place(planned, **given, by=cast.sue, at=NOW)
    assert refused.value.field == field
    assert CaseNote.objects.get().state == NoteState.PLANNED


def test_another_visit_is_planned_for_the_same_purpose(planned, cast):
    notes.did_not_take_place(planned, reason="no_answer", another=NOW + DAY, by=cast.sue, at=NOW)
    again = planned.family.casenote_set.planned().get()
    assert (again.planned_for, again.purpose, again.author, again.kind) == (
        NOW + DAY,
        "See Mia",
        cast.sue,
        "home_visit",
    )


def test_clock_of_the_first_visit_goes_on(planned, cast):
    before = set(planned.family.due_dates.running().values_list("timescale", "due_at"))
    notes.did_not_take_place(planned, reason="no_answer", by=cast.sue, at=NOW)
    assert set(planned.family.due_dates.running().values_list("timescale", "due_at")) == before


def test_managers_are_told_where_a_child_has_a_protection_plan(planned, allocated, cast):
    plans.begin_plans(
        allocated.family, [allocated.mia], kind="cp", from_date=NOW.date(), category="NEG", by=cast.mary, at=NOW
    )
    notes.did_not_take_place(planned, reason="no_answer", by=cast.sue, at=NOW)
    assert cast.mary.email in told()
    assert cast.sue.email not in told()


def test_managers_are_told_where_a_child_was_last_seen_beyond_practice(planned, allocated, cast):
    saw(allocated, cast, NOW - 3 * DAY)
    notes.did_not_take_place(planned, reason="no_answer", by=cast.sue, at=NOW)
    assert told() == set()
    late = notes.plan(allocated.family, kind="home_visit", planned_for=NOW + 20 * DAY, by=cast.sue, at=NOW)
    notes.did_not_take_place(late, reason="no_answer", by=cast.sue, at=NOW + 20 * DAY)
    assert cast.mary.email in told()


def test_managers_are_not_told_of_a_meeting(allocated, cast):
    meeting = notes.plan(allocated.family, kind="meeting", planned_for=NOW - HOUR, by=cast.sue, at=NOW)
    plans.begin_plans(
        allocated.family, [allocated.mia], kind="cp", from_date=NOW.date(), category="NEG", by=cast.mary, at=NOW
    )
    notes.did_not_take_place(meeting, reason="no_answer", by=cast.sue, at=NOW)
    assert told() == set()


# --- A child on a visit ---


def visit(ash, cast, *, seen, whys):
    return notes.record(
        ash.family, kind="home_visit", took_place_at=NOW - HOUR, by=cast.sue, at=NOW, whys=whys,
        seen=[(ash.mia, *seen), (ash.ben, True, False, False)], written=[NewText("purpose", "To see them.")],
    )  # fmt: skip


def test_each_reason_why_a_child_was_not_seen_is_kept_and_said(allocated, cast):
    for reason, words in practice.current().not_seen_reasons.items():
        whys = {allocated.mia.pk: (reason, "X."), allocated.ben.pk: ("", "")}
        note = visit(allocated, cast, seen=(False, False, False), whys=whys)
        row = note.seen.get(child=allocated.mia)
        assert say_seen(row) == f"Mia Ash: not seen ({words}): X."
        assert not row.seen
        assert whys_missing(row) == []


def test_child_who_was_seen_has_no_reason_for_not_being_seen(allocated, cast):
    with pytest.raises(Refusal, match="ticked as seen"):
        visit(allocated, cast, seen=(True, False, False), whys={allocated.mia.pk: ("asleep", "")})


@pytest.mark.parametrize("why", [("other", " "), ("unheard_of", "")])
def test_reason_of_a_child_that_says_too_little_is_refused(allocated, cast, why):
    with pytest.raises(Refusal):
        visit(allocated, cast, seen=(False, False, False), whys={allocated.mia.pk: why})


def test_seen_but_not_alone_says_why(allocated, cast):
    note = visit(allocated, cast, seen=(True, False, False), whys={allocated.mia.pk: ("", "Her mother stayed.")})
    assert say_seen(note.seen.get(child=allocated.mia)) == "Mia Ash: seen: Her mother stayed."
    assert whys_missing(note.seen.get(child=allocated.ben)) == ["alone"]


def test_reason_goes_when_the_child_was_seen_after_all(allocated, cast):
    note = visit(allocated, cast, seen=(False, False, False), whys={allocated.mia.pk: ("asleep", "")})
    seen = [(allocated.mia, True, False, False), (allocated.ben, True, False, False)]
    notes.write(note, written=[], seen=seen, by=cast.sue, at=NOW)
    row = note.seen.get(child=allocated.mia)
    assert (row.seen, row.not_seen) == (True, "")
