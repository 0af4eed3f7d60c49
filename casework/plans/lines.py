"""How each fact of a child is told on the child's page."""

from datetime import timedelta
from typing import NamedTuple

from casework.passages.reading import Shown
from casework.plans.checks import OUTCOMES
from casework.plans.models import (
    Assessment,
    AssessmentKind,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
)
from casework.plans.standing import category_of, label_of
from casework.practice import codes
from casework.words import say_date, say_relative

RETURNS = {
    True: "The plan is that the child returns home (reunification).",
    False: "The plan is not that the child returns home.",
    None: "Whether the plan is that the child returns home is not decided yet.",
}
CORE_GROUP_WITHIN = timedelta(days=21)  # A9.10, C22: at most three weeks before the review conference


class Line(NamedTuple):
    """One fact: `small` are sentences below it, `acts` pairs of label and address."""

    title: str
    state: str
    colour: str
    when: str
    led_by: str
    small: list
    acts: list = ()


def line_of(fact, today, core_groups=()):
    """`core_groups` are the days on which the child's core groups were held."""
    if isinstance(fact, Conference):
        return _conference(fact, core_groups, today)
    return {Assessment: _assessment, Plan: _plan, LegalEpisode: _legal}[type(fact)](fact)


def in_short(fact, today):
    """What is recorded of it, in one paragraph above the form of an act."""
    line = line_of(fact, today)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in [line.when, *line.small])


def as_it_stands(fact, today):
    """For whoever wrote from an older version of it."""
    line = line_of(fact, today)
    return [Shown(f"{line.title}, {line.state.lower()}", "\n".join([line.when, *line.small]), [])]


def _line(fact, state, colour, when, *small):
    return Line(label_of(fact), state, colour, when, fact.led_by, [sentence for sentence in small if sentence])


def _plan(plan):
    small = [
        f"First category: {category_of(plan.category)}; {category_of(plan.latest_category)} since "
        f"{say_date(plan.latest_category_from)}."
        if plan.latest_category_from
        else "",
        f"Child protection plans before this one: {plan.previous_plans}." if plan.previous_plans is not None else "",
        _said("Ended because", plan.ended_because),
        *_views(plan),
        _approval(plan),
    ]
    return _line(plan, *_running(plan), _span(plan.from_date, plan.until_date), *small)


def _assessment(assessment):
    outcome = codes.label(OUTCOMES[AssessmentKind(assessment.kind)], assessment.outcome)
    factors = "; ".join(codes.label("factors", factor) for factor in assessment.factors)
    small = [
        _said("Outcome", outcome),
        _said("Factors", factors),
        _said("Transferred in, report of the other authority", assessment.transfer_in_report),
        _said("Safety plan", assessment.safety_plan),
        *_views(assessment),
        _approval(assessment) if assessment.ended_on else "",
    ]
    state = ("Ended", "grey") if assessment.ended_on else ("Goes on", "blue")
    return _line(assessment, *state, _span(assessment.started_on, assessment.ended_on), *small)


def _conference(conference, core_groups, today):
    gateway = codes.label("legal_gateway_outcomes", conference.outcome_code)
    small = [
        _said("Legal gateway", gateway),
        _said("Decided", conference.outcome),
        _said("Because", conference.not_held_because),
        _core_group(conference, core_groups),
    ]
    return _line(conference, *_state(conference, today), _day(conference, today), *small)


def _state(conference, today):
    if conference.held_on:
        return "Held", "grey"
    if conference.not_held_because:
        return "Not held", "orange"
    return ("Date has passed", "red") if conference.planned_for < today else ("Planned", "blue")


def _day(conference, today):
    if conference.held_on:
        return say_date(conference.held_on)
    relative = say_relative(conference.planned_for, today=today)
    return f"{say_date(conference.planned_for)}, {relative}"


def _core_group(conference, core_groups):
    """The core group's record is the report to the review: was there one in the three weeks before it? (A9.10)"""
    if conference.kind != ConferenceKind.REVIEW or conference.not_held_because:
        return ""
    day = conference.held_on or conference.planned_for
    before = [held for held in core_groups if day - CORE_GROUP_WITHIN <= held <= day]
    if before:
        return f"Core group before it: {say_date(max(before))}."
    return f"No core group is recorded in the three weeks before it, from {say_date(day - CORE_GROUP_WITHIN)} on."


def _legal(episode):
    small = [
        _said("Lives", episode.placement),
        RETURNS[episode.reunification] if episode.kind == LegalKind.CARE else "",
        _said("Reference of the court", episode.reference),
        _said("Led to", codes.label("pre_proceedings_outcomes", episode.outcome_code)),
        _said("Ended", episode.outcome),
    ]
    return _line(episode, *_running(episode), _span(episode.from_date, episode.until_date), *small)


def _running(row):
    return ("Ended", "grey") if row.until_date else ("Current", "green")


def _span(begun, ended):
    return f"{say_date(begun)} to {say_date(ended)}" if ended else f"Since {say_date(begun)}"


def _views(row):
    return _said("The child", row.childs_views), _said("The carers", row.carers_views)


def _approval(row):
    if not row.approved_at:
        return "Not approved yet."
    return f"Approved by {row.approved_by} on {say_date(row.approved_at)}: {row.approval}"


def _said(what, text):
    return f"{what}: {text}" if text else ""
