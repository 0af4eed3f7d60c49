from datetime import timedelta

import pytest

from casework.duedates.models import DueDate
from casework.refusal import Conflict, Refusal
from supervision.group_supervisions.arrangements import queries
from supervision.group_supervisions.arrangements import services as arrangements
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import HELD, LATER, leave
from tests.supervision.sign_offs.test_services import IN_A_MONTH
from tests.told import times_told


@pytest.mark.rule("C11", "C30")
def test_moving_keeps_the_reason_notifies_the_workers_and_leaves_the_due_date(cast, month):
    due = DueDate.objects.running().get(timescale="group_supervision")
    arrangements.move(month.episode, planned_for=HELD + timedelta(days=2), because="The school cannot come.",
                by=cast.bob, at=NOW)  # fmt: skip
    month.episode.refresh_from_db()
    moved = month.episode.moves.get()
    assert (moved.planned_before, moved.planned_for, moved.by) == (HELD, HELD + timedelta(days=2), cast.bob)
    assert month.episode.supervision_planned_for == moved.planned_for
    month.family.headline.refresh_from_db()
    assert month.family.headline.next_supervision == moved.planned_for
    assert DueDate.objects.running().get(timescale="group_supervision").due_at == due.due_at
    assert times_told(cast.sue, "The school cannot come.")
    assert not cast.bob.notifications.exists()


@pytest.mark.parametrize(
    ("planned_for", "because", "field"),
    [(NOW - timedelta(hours=1), "x", "planned_for"), (HELD, "x", "planned_for"), (IN_A_MONTH, " ", "because")],
)
def test_moving_into_the_past_to_the_same_time_or_without_reason_is_refused(
    cast, month, planned_for, because, field
):  # fmt: skip
    with pytest.raises(Refusal) as refused:
        arrangements.move(month.episode, planned_for=planned_for, because=because, by=cast.bob, at=NOW)
    assert refused.value.field == field


def test_moving_is_refused_to_a_practitioner(cast, month):
    with pytest.raises(Refusal):
        arrangements.move(month.episode, planned_for=IN_A_MONTH, because="x", by=cast.dora, at=NOW)


def test_moving_is_refused_once_it_was_held(cast, held):
    with pytest.raises(Refusal, match="held already"):
        arrangements.move(held.episode, planned_for=IN_A_MONTH, because="x", by=cast.bob, at=LATER)


def test_attendance_and_place_are_noted_and_corrected(cast, prepared):
    came = {cast.sue: "present", cast.rick: "apologies"}
    note = {"place": "Room 4", "others_present": "", "by": cast.bob, "at": NOW}
    arrangements.note_logistics(prepared.supervision, came=came, **note)
    arrangements.note_logistics(prepared.supervision, came={cast.rick: "present"}, **note)
    rows = {row.user: row.came for row in prepared.supervision.attendance.all()}
    assert rows == {cast.sue: "present", cast.rick: "present"}


def test_attendance_is_refused_from_a_page_that_saw_another(cast, prepared):
    fingerprint = queries.logistics_fingerprint(prepared.supervision)
    note = {"others_present": "", "came": {}, "by": cast.bob, "at": NOW, "fingerprint": fingerprint}
    arrangements.note_logistics(prepared.supervision, place="Room 4", **note)
    with pytest.raises(Conflict):
        arrangements.note_logistics(prepared.supervision, place="Room 5", **note)


def test_arrangements_are_refused_to_who_left_business_support_and_made_by_who_follows(cast, prepared):
    leave(cast.bob)
    follower = UserFactory(name="Bea Brook", team=cast.north, role="business_support")
    note = {"place": "Room 4", "others_present": "", "came": {}, "at": NOW}
    for refused in (
        lambda: arrangements.note_logistics(prepared.supervision, **note, by=cast.bob),
        lambda: arrangements.move(prepared.episode, planned_for=IN_A_MONTH, because="x", by=cast.bob, at=NOW),
    ):
        with pytest.raises(Refusal, match="You may not"):
            refused()
    arrangements.note_logistics(prepared.supervision, **note, by=follower)
    told = cast.bob.notifications.count()
    arrangements.move(prepared.episode, planned_for=IN_A_MONTH, because="The room.", by=cast.mary, at=NOW)
    assert times_told(follower, "The room.")
    assert cast.bob.notifications.count() == told
