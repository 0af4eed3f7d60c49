"""The Ash family's first supervision at three points: prepared, held, signed off."""

from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.passages.models import NewText
from casework.practice.schema import Practice
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import services as sign_offs
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.summaries import services as summaries

THOUGHTS = [NewText("hypotheses", "Ann drinks when she is afraid."), NewText("impact", "She rang the police herself.")]
HELD = NOW + timedelta(days=8)
LATER = HELD + timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_the_time():
    """The clock stands at NOW unless a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def finalise(month):
    """Write and finalise a worker's summary of the first episode."""

    def finish(worker, rag="amber", at=NOW, **rating):
        summary = month.episode.summaries.get(worker=worker)
        rating = {"rag": rag, "rationale": "New and partial."} | rating
        summaries.write(summary, written=OUTCOME, **rating, by=worker, at=at)
        return summaries.finalise(summary, by=worker, at=at)

    return finish


@pytest.fixture
def prepared(cast, month, finalise):
    """Sue and Dora have finalised; Sue has closed the episode without Rick's summary."""
    finalise(cast.sue)
    finalise(cast.dora, rag="red")
    without = {month.episode.summaries.get(worker=cast.rick).pk: "On sick leave."}
    month.supervision = episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    return month


@pytest.fixture
def held(cast, prepared, at_the_time):
    """Mary recorded the meeting, with one action; it is not signed off. The clock stands after it."""
    at_the_time.move_to(LATER)
    prepared.supervision = recording.record_meeting(
        prepared.supervision, held_at=HELD, written=THOUGHTS, overall_rag="amber", rationale="Safer, but new.",
        dissent="", relationships_checked=True, by=cast.mary, at=LATER,
        agreed={0: {"what": "Go to the GP", "due_on": LATER.date() + timedelta(days=14), "owner_person": prepared.ann}},
    )  # fmt: skip
    return prepared


@pytest.fixture
def signed(cast, held):
    held.supervision = sign_offs.sign_off(
        held.supervision, decision="continue", decision_because="", by=cast.mary, at=LATER,
        sections=practice.current().supervision_sections, next_planned_for=LATER + timedelta(days=28),
    )  # fmt: skip
    return held


@pytest.fixture
def page(month):
    """The address of a page of the Ash family."""
    return lambda *parts: f"/families/{month.family.pk}/" + "".join(f"{part}/" for part in parts)


SECTIONS = practice.current().supervision_sections
MEETING = {"held_at": HELD, "written": THOUGHTS, "overall_rag": "amber", "rationale": "Safer.", "dissent": "",
           "relationships_checked": True, "agreed": {}}  # fmt: skip


def action(**values):
    return {"what": "Go to the GP", "due_on": LATER.date() + timedelta(days=14), **values}


def leave(user, day=None):
    """`user` held their role for the last time yesterday, or on `day`."""
    held = user.memberships.last() or user.posts.last()
    with acting(user):
        change(held, until_date=day or NOW.date() - timedelta(days=1))


@pytest.fixture
def decided_by(monkeypatch):
    """Gives what lets only `grade` and those above take each of the named decisions."""

    def decide(grade, *decisions):
        file = practice.current().model_dump()
        file["decisions"] |= dict.fromkeys(decisions, grade)
        changed = Practice.model_validate(file)
        monkeypatch.setattr(practice, "current", lambda: changed)

    return decide
