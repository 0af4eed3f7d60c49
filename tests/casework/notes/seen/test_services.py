"""Who was seen on a visit."""

from datetime import timedelta

import pytest

from casework.families import services as families
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def planned(ash, cast):
    return notes.plan(ash.family, kind="home_visit", planned_for=NOW - HOUR, by=cast.sue, at=NOW)


@pytest.mark.rule("A7.7")
def test_child_seen_alone_is_seen_and_the_bedroom_is_independent(planned, ash, cast):
    seen = [(ash.mia, False, True, False), (ash.ben, False, False, True)]
    note = notes.took_place(planned, took_place_at=NOW, seen=seen, by=cast.sue, at=NOW)
    assert [(row.seen, row.alone, row.bedroom) for row in note.seen.order_by("child__born")] == [
        (True, True, False),
        (False, False, True),
    ]


@pytest.mark.rule("A7.7")
def test_child_seen_before_birth_is_refused_and_nothing_is_changed(planned, ash, cast):
    before = NOW.replace(year=2018)
    with pytest.raises(Refusal, match=r"Mia Ash was born on .* cannot be from before the birth") as refused:
        notes.took_place(planned, took_place_at=before, seen=[(ash.mia, True, False, False)], by=cast.sue, at=NOW)
    assert refused.value.field == f"seen-{ash.mia.pk}"
    assert CaseNote.objects.get(pk=planned.pk).state == NoteState.PLANNED
    assert not ash.family.due_dates.running().filter(timescale="visit_write_up").exists()


def test_unborn_child_is_not_seen(planned, ash, cast):
    baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=(NOW + 60 * 24 * HOUR).date())
    with pytest.raises(Refusal, match="not born yet"):
        notes.took_place(planned, took_place_at=NOW, seen=[(baby, True, False, False)], by=cast.sue, at=NOW)


def test_child_seen_after_death_is_refused(planned, ash, cast):
    with acting(cast.mary):
        change(ash.mia, died=(NOW - 48 * HOUR).date())
    with pytest.raises(Refusal, match=r"died on .* cannot be of a later day"):
        notes.took_place(planned, took_place_at=NOW, seen=[(ash.mia, True, False, False)], by=cast.sue, at=NOW)


def test_child_of_another_family_is_not_seen(planned, ash, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    for person in (add_child(other, cast.mary, name="Eve Elm"), add_adult(ash.family, cast.mary, name="Una")):
        with pytest.raises(Refusal, match="Only children of this family"):
            notes.took_place(planned, took_place_at=NOW, seen=[(person, False, False, True)], by=cast.sue, at=NOW)
