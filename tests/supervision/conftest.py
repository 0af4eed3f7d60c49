"""The Ash family's first supervision at three points: prepared, held, signed off."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from casework import practice
from casework.passages.models import NewText
from casework.practice.schema import Practice
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.sign_offs import services as sign_offs
from tests import supervising
from tests.cast import OUTCOME
from tests.factories import NOW
from tests.stages import STAGES, Stage
from workbook.summaries import services as summaries

THOUGHTS = [NewText("hypotheses", "Ann drinks when she is afraid."), NewText("impact", "She rang the police herself.")]
HELD = NOW + timedelta(days=8)
LATER = HELD + timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_the_time():
    """The clock stands at NOW unless a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def finalised(month, worker, rag="amber", at=NOW, **rating):
    """The summary of a worker in the first episode, written and finalised."""
    summary = month.episode.summaries.get(worker=worker)
    rating = {"rag": rag, "rationale": "New and partial."} | rating
    summaries.write(summary, written=OUTCOME, **rating, by=worker, at=at)
    return summaries.finalise(summary, by=worker, at=at, strategy_discussion="today")


@pytest.fixture
def finalise(month):
    """Write and finalise a worker's summary of the first episode."""
    return partial(finalised, month)


def the_prepared(story):
    cast, month = story["cast"], story["month"]
    finalised(month, cast.sue)
    finalised(month, cast.dora, rag="red")
    without = {month.episode.summaries.get(worker=cast.rick).pk: "On sick leave."}
    month.supervision = episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    return month


def the_held(story):
    cast, prepared = story["cast"], story["supervision_prepared"]
    came = {cast.sue: "present", cast.dora: "present", cast.rick: "apologies"}
    because = {cast.rick: "On sick leave."}
    agreed = {"what": "Go to the GP", "due_on": LATER.date() + timedelta(days=14), "owner_person": prepared.ann}
    with time_machine.travel(LATER, tick=False):
        arrangements.note_logistics(
            prepared.supervision, place="", others_present="", came=came, because=because, by=cast.bob, at=LATER
        )
        prepared.supervision = supervising.record_meeting(
            prepared.supervision, held_at=HELD, written=THOUGHTS, overall_rag="amber", rationale="Safer, but new.",
            dissent="", relationships_checked=True, by=cast.mary, at=LATER, agreed={0: agreed},
        )  # fmt: skip
    return prepared


def the_signed(story):
    cast, held = story["cast"], story["supervision_held"]
    with time_machine.travel(LATER, tick=False):
        held.supervision = sign_offs.sign_off(
            held.supervision, decision="continue", decision_because="", by=cast.mary, at=LATER,
            sections=practice.current().supervision_sections, next_planned_for=LATER + timedelta(days=28),
        )  # fmt: skip
    return held


STAGES.update(
    supervision_prepared=Stage(the_prepared, after="month"),
    supervision_held=Stage(the_held, after="supervision_prepared"),
    supervision_signed=Stage(the_signed, after="supervision_held"),
)


@pytest.fixture
def supervision_prepared(stage):
    return stage["supervision_prepared"]


@pytest.fixture
def supervision_held(stage):
    return stage["supervision_held"]


@pytest.fixture
def supervision_signed(stage):
    return stage["supervision_signed"]


@pytest.fixture
def prepared(supervision_prepared):
    """Sue and Dora have finalised; Sue has closed the episode without Rick's summary."""
    return supervision_prepared


@pytest.fixture
def held(supervision_held, at_the_time):
    """Mary recorded the meeting, with one action; it is not signed off. The clock stands after it."""
    at_the_time.move_to(LATER)
    return supervision_held


@pytest.fixture
def signed(supervision_signed, at_the_time):
    at_the_time.move_to(LATER)
    return supervision_signed


@pytest.fixture
def page(month):
    """The address of a page of the Ash family."""
    return lambda *parts: f"/families/{month.family.pk}/" + "".join(f"{part}/" for part in parts)


SECTIONS = practice.current().supervision_sections
MEETING = {
    "written": THOUGHTS,
    "overall_rag": "amber",
    "rationale": "Safer.",
    "dissent": "",
    "relationships_checked": True,
    "agreed": {},
}
HELD_MEETING = MEETING | {"held_at": HELD}  # fmt: skip


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
