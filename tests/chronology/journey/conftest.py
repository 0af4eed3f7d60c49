"""The Elm family's journey: five months of a Workbook that did not meet the criteria, ten months of nothing, a second
version since August 2026, in which Rick writes a part of Dora's summary and one supervision slips."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from casework import practice
from casework.actions import services as actions
from casework.families import services as families
from casework.families.headlines.services import carry_over
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.referrals import services as referrals
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.cast import OUTCOME
from tests.checklist import all_met
from tests.factories import LONDON, add_adult, add_child
from tests.stages import STAGES, Stage
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.programmes.modules import services as programmes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.workbooks import services as workbooks

THOUGHTS = [NewText("hypotheses", "Ann is safer."), NewText("impact", "The work reaches the children.")]


def day(year, month, number=10, hour=10):
    return datetime(year, month, number, hour, tzinfo=LONDON)


def the_elm_family(story):
    cast = story["cast"]
    told = SimpleNamespace(cast=cast)
    with time_machine.travel(day(2025, 6), tick=False):
        told.family = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=day(2025, 6))
        told.mia = add_child(told.family, cast.mary, name="Mia Elm", at=day(2025, 6))
        told.ann = add_adult(told.family, cast.mary, name="Ann Elm", at=day(2025, 6))
    return told


def the_journey(story):
    elm = story["elm_family"]
    _first(elm)
    _second(elm)
    return elm


STAGES.update(
    elm_family=Stage(the_elm_family, after="cast"),
    elm_journey=Stage(the_journey, after="elm_family"),
)


@pytest.fixture
def elm_family(stage):
    return stage["elm_family"]


@pytest.fixture
def elm_journey(stage):
    return stage["elm_journey"]


@pytest.fixture
def elm(elm_family):
    return elm_family


@pytest.fixture
def journey(elm_journey):
    return elm_journey


def _open(elm, at, planned_for):
    cast = elm.cast
    with time_machine.travel(at, tick=False):
        referral = referrals.record_referral(
            elm.family, received_on=at.date(), source="6", reason="Police came.", needs={elm.mia: "N1"}, by=cast.mary,
            at=at,
        )  # fmt: skip
        workbook = workbooks.open_workbook(
            referral, reason="It is needed.", answers=all_met(), index_child=elm.mia, people=[elm.mia, elm.ann],
            supervision_planned_for=planned_for, by=cast.mary, at=at,
        )  # fmt: skip
    return workbook


def _allocate(elm, worker, role, at, *, lead=False):
    with time_machine.travel(at, tick=False):
        return allocations.allocate(elm.family, worker, role=role, lead=lead, by=elm.cast.mary, at=at)


def _supervise(elm, workbook, rags, overall, held, *, following=None, **closing):
    """Each of `rags` (a RAG by worker) finalises; the others are left out; Mary holds it and signs off."""
    cast, episode = elm.cast, workbook.episodes.filter(state="open").get()
    with time_machine.travel(held - timedelta(days=1), tick=False) as clock:
        at = held - timedelta(days=1)
        for worker, rag in rags.items():
            summary = episode.summaries.get(worker=worker)
            rating = {"rag": rag, "rationale": "As seen."} if rag else {"rag": "", "rationale": ""}
            details = {} if rag or summary.part_of_id else {"no_direct_work": True, "no_direct_work_because": "Away."}
            summaries.write(summary, written=OUTCOME, **rating, **details, by=worker, at=at)
            summaries.finalise(summary, by=worker, at=at, strategy_discussion="today")
        without = {each.pk: "Away." for each in episode.summaries.filter(state="open")}
        supervision = episode_closures.close_for_supervision(episode, without=without, by=cast.mary, at=at)
        clock.move_to(held + timedelta(hours=1))
        supervising.record(
            supervision, held_at=held, written=THOUGHTS, overall_rag=overall, rationale="As heard.", dissent="",
            relationships_checked=True, by=cast.mary, at=held + timedelta(hours=1),
        )  # fmt: skip
        decided = {"decision": "close", "decision_because": "No adult worker."} if closing else {"decision": "continue"}
        return supervising.sign_off(
            supervision, **{"decision_because": "", "next_planned_for": following} | decided | closing, by=cast.mary,
            sections=practice.current().supervision_sections, at=held + timedelta(hours=1),
        )  # fmt: skip


def _first(elm):
    cast = elm.cast
    part = _allocate(elm, cast.sue, Role.SOCIAL_WORKER, day(2025, 6), lead=True)
    elm.first = _open(elm, day(2025, 6, 12), day(2025, 7, 9))
    _supervise(elm, elm.first, {cast.sue: "red"}, "red", day(2025, 7, 9), following=day(2025, 8, 11))
    closing = {"closed_reason": "does_not_meet_criteria"}
    _supervise(elm, elm.first, {cast.sue: "amber"}, "amber", day(2025, 8, 11), **closing)
    with time_machine.travel(day(2025, 9), tick=False):
        allocations.end(
            part, because="MANAGE", last_day=day(2025, 9).date() - timedelta(days=1), summary="All said.",
            outcome="Done.", by=cast.mary, at=day(2025, 9),
        )  # fmt: skip
        with acting(cast.mary):
            change(elm.family.involvement_set.get(), closed_on=day(2025, 9).date(), closed_because="RC7")
            carry_over([elm.family.pk], at=day(2025, 9))


def _second(elm):
    cast = elm.cast
    for worker, role in ((cast.sue, Role.SOCIAL_WORKER), (cast.dora, Role.DOMESTIC_ABUSE_VICTIM_WORKER),
                         (cast.rick, Role.RECOVERY_WORKER)):  # fmt: skip
        _allocate(elm, worker, role, day(2026, 7, 6), lead=worker == cast.sue)
    elm.second = _open(elm, day(2026, 7, 8), day(2026, 8, 5))
    _visits(elm)
    _modules(elm)
    _delegate(elm, day(2026, 7, 20))
    _supervise(elm, elm.second, {cast.rick: "", cast.dora: "amber", cast.sue: "red"}, "red", day(2026, 8, 5),
               following=day(2026, 9, 1))  # fmt: skip
    _delegate(elm, day(2026, 8, 20))
    with time_machine.travel(day(2026, 8, 28), tick=False):
        arrangements.move(
            elm.second.episodes.get(state="open"), planned_for=day(2026, 9, 22), because="Mary is ill.", by=cast.bob,
            at=day(2026, 8, 28),
        )  # fmt: skip
    _supervise(elm, elm.second, {cast.rick: "", cast.dora: "", cast.sue: "amber"}, "amber", day(2026, 9, 22),
               following=day(2026, 10, 21))  # fmt: skip
    _delegate(elm, day(2026, 10, 1))
    _supervise(elm, elm.second, {cast.rick: "", cast.sue: "green"}, "green", day(2026, 10, 21),
               following=day(2026, 11, 20))  # fmt: skip


def _delegate(elm, at):
    cast, episode = elm.cast, elm.second.episodes.get(state="open")
    with time_machine.travel(at, tick=False):
        delegation.delegate(
            episode.summaries.get(worker=cast.dora), cast.rick, what_is_needed="His sessions.",
            due_at=at + timedelta(days=2), by=cast.dora, at=at,
        )  # fmt: skip


def _visits(elm):
    cast = elm.cast
    for at in (day(2026, 7, 13), day(2026, 7, 23), day(2026, 8, 3), day(2026, 9, 14)):
        with time_machine.travel(at, tick=False):
            notes.record(
                elm.family, kind="home_visit", took_place_at=at, seen=[(elm.mia, True, True, False)],
                written=[NewText("detail", "Seen.")], by=cast.sue, at=at,
            )  # fmt: skip
    with time_machine.travel(day(2026, 8, 18), tick=False):
        planned = casenotes.plan(
            elm.family, kind="home_visit", planned_for=day(2026, 8, 19), by=cast.sue, at=day(2026, 8, 18)
        )
        notes.did_not_take_place(planned, because="Nobody in.", by=cast.sue, at=day(2026, 8, 20))
    for what, due_on, done_on in (("GP", day(2026, 8, 20), day(2026, 8, 30)), ("School", day(2026, 9, 15), None)):
        agreed_on = day(2026, 8, 5).date()
        action = actions.agree(
            elm.family, what=what, due_on=due_on.date(), owner_person=elm.ann, agreed_on=agreed_on, by=cast.sue
        )
        if done_on:
            actions.report(action, outcome="met", result="Done.", done_on=done_on.date(), by=cast.sue)


def _modules(elm):
    cast, programme = elm.cast, elm.second.programmes.get()
    modules = {module.number: module for module in practice.current().modules}
    for number, child, began, goes_on, completed in (
        (1, None, day(2026, 7, 14), None, day(2026, 8, 14)), (2, None, day(2026, 7, 21), day(2026, 10, 6), None),
        (4, elm.mia, day(2026, 9, 15), None, None),
    ):  # fmt: skip
        module = modules[number]
        _write(programme, module, child, began, 0, cast.sue)
        if goes_on:
            _write(programme, module, child, goes_on, _version(programme, module), cast.sue)
        if completed:
            version = _version(programme, module)
            with time_machine.travel(completed, tick=False):
                programmes.complete(programme, module, child=child, version=version, by=cast.sue, at=completed)


def _version(programme, module):
    return programme.records.get(module=module.key).version


def _write(programme, module, child, at, version, by):
    with time_machine.travel(at, tick=False):
        written = [NewText(module.sections[0].key, f"At {at}.")]
        programmes.write(programme, module, written=written, version=version, child=child, by=by, at=at)
