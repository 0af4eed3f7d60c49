"""What the page of a child's plans, conferences, court and care shows, each section the latest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, cast

from django.urls import reverse

from casework.families.models import Family
from casework.frozen.presenters import urls_of_finished
from casework.passages.presenters import PassageText
from casework.people.models import Person
from casework.plans.acts.presenters import acts_on
from casework.plans.models import (
    AnyFact,
    Assessment,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
)
from casework.plans.queries import facts_of
from casework.plans.status.presenters import label_of
from casework.practice.codes import abuse_category
from casework.words import say_date, say_relative

RETURNS = {
    True: "The plan is that the child returns home (reunification).",
    False: "The plan is not that the child returns home.",
    None: "Whether the plan is that the child returns home is not decided yet.",
}
CORE_GROUP_WITHIN = timedelta(days=21)  # A9.10, C22: at most three weeks before the review conference


class FactRow(NamedTuple):
    """One fact: `details` are sentences below it, `acts` pairs of label and address."""

    title: str
    state: str
    colour: str
    when: str
    led_by: str
    details: list[str]
    acts: Sequence[tuple[str, str]] = ()


def fact_row(fact: AnyFact, today: date, core_groups: Iterable[date] = (), finished_url: str = "") -> FactRow:
    """`core_groups` are the days on which the child's core groups were held; `finished_url` where it reads as it was
    approved."""
    if isinstance(fact, Conference):
        return _conference(fact, core_groups, today)
    if isinstance(fact, Assessment):
        return _assessment(fact, finished_url)
    return _plan(fact, finished_url) if isinstance(fact, Plan) else _legal(fact)


def short_text(fact: AnyFact, today: date) -> str:
    """What is recorded of it, in one paragraph above the form of an act."""
    row = fact_row(fact, today)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in [row.when, *row.details])


def saved_version(fact: AnyFact, today: date) -> list[PassageText]:
    """What is saved now, for whoever wrote from an older version."""
    row = fact_row(fact, today)
    return [PassageText(f"{row.title}, {row.state.lower()}", "\n".join([row.when, *row.details]), [])]


def _row(fact: AnyFact, state: str, colour: str, when: str, *details: str) -> FactRow:
    return FactRow(label_of(fact), state, colour, when, fact.led_by, [sentence for sentence in details if sentence])


def _plan(plan: Plan, finished_url: str) -> FactRow:
    details = [
        f"First category: {abuse_category(plan.category)}; {abuse_category(plan.latest_category)} since "
        f"{say_date(plan.latest_category_from)}."
        if plan.latest_category_from
        else "",
        f"Child protection plans before this one: {plan.previous_plans}." if plan.previous_plans is not None else "",
        _sentence("Ended because", plan.ended_because),
        *_approved(plan, finished_url),
    ]
    return _row(plan, *_running(plan), _span(plan.from_date, plan.until_date), *details)


def _assessment(assessment: Assessment, finished_url: str) -> FactRow:
    outcome = assessment.get_outcome_display()
    factors = assessment.get_factors_display()
    details = [
        _sentence("Outcome", outcome),
        _sentence("Factors", factors),
        _sentence("Transferred in, report of the other authority", assessment.transfer_in_report),
        _sentence("Safety plan", assessment.safety_plan),
        *(_approved(assessment, finished_url) if assessment.ended_on else _views(assessment)),
    ]
    state = ("Ended", "grey") if assessment.ended_on else ("Goes on", "blue")
    return _row(assessment, *state, _span(assessment.started_on, assessment.ended_on), *details)


def _conference(conference: Conference, core_groups: Iterable[date], today: date) -> FactRow:
    gateway = conference.get_outcome_code_display()
    details = [
        _sentence("Legal gateway", gateway),
        _sentence("Decided", conference.outcome),
        _sentence("Because", conference.not_held_because),
        _core_group(conference, core_groups),
    ]
    return _row(conference, *_state(conference, today), _day(conference, today), *details)


def _date_of(conference: Conference) -> date:
    """On which it was held, or for which it is planned: the database has one of them."""
    return cast("date", conference.held_on or conference.planned_for)


def _state(conference: Conference, today: date) -> tuple[str, str]:
    if conference.held_on:
        return "Held", "grey"
    if conference.not_held_because:
        return "Not held", "orange"
    return ("Date has passed", "red") if _date_of(conference) < today else ("Planned", "blue")


def _day(conference: Conference, today: date) -> str:
    if conference.held_on:
        return say_date(conference.held_on)
    planned_for = _date_of(conference)
    return f"{say_date(planned_for)}, {say_relative(planned_for, today=today)}"


def _core_group(conference: Conference, core_groups: Iterable[date]) -> str:
    """The core group's record is the report to the review: was there one in the three weeks before it? (A9.10)"""
    if conference.kind != ConferenceKind.REVIEW or conference.not_held_because:
        return ""
    day = _date_of(conference)
    before = [held for held in core_groups if day - CORE_GROUP_WITHIN <= held <= day]
    if before:
        return f"Core group before it: {say_date(max(before))}."
    return f"No core group is recorded in the three weeks before it, from {say_date(day - CORE_GROUP_WITHIN)} on."


def _legal(episode: LegalEpisode) -> FactRow:
    details = [
        _sentence("Lives", episode.placement),
        RETURNS[episode.reunification] if episode.kind == LegalKind.CARE else "",
        _sentence("Reference of the court", episode.reference),
        _sentence("Led to", episode.get_outcome_code_display()),
        _sentence("Ended", episode.outcome),
    ]
    return _row(episode, *_running(episode), _span(episode.from_date, episode.until_date), *details)


def _running(row: Plan | LegalEpisode) -> tuple[str, str]:
    return ("Ended", "grey") if row.until_date else ("Current", "green")


def _span(begun: date, ended: date | None) -> str:
    return f"{say_date(begun)} to {say_date(ended)}" if ended else f"Since {say_date(begun)}"


def _approved(row: Assessment | Plan, finished_url: str) -> Iterator[str]:
    """Of what reads as it was approved, when it was; else what was said and by whom."""
    if finished_url and row.approved_at:
        yield f"Approved on {say_date(row.approved_at)}."
        return
    yield from _views(row)
    yield _approval(row)


def _views(row: Assessment | Plan) -> tuple[str, str]:
    return _sentence("The child", row.childs_views), _sentence("The carers", row.carers_views)


def _approval(row: Assessment | Plan) -> str:
    if not row.approved_at:
        return "Not approved yet."
    return f"Approved by {row.approved_by} on {say_date(row.approved_at)}: {row.approval}"


def _sentence(what: str, text: str) -> str:
    return f"{what}: {text}" if text else ""


class FactSection(NamedTuple):
    key: str
    heading: str
    none: str
    add_label: str
    add_url: str
    rows: list[FactRow]


# In the order in which people ask: key, model, heading, and what one of them is called.
SECTIONS: list[tuple[str, type[AnyFact], str, str]] = [
    ("plan", Plan, "Plans", "a plan"),
    ("conference", Conference, "Conferences and reviews", "a conference or review"),
    ("assessment", Assessment, "Assessments", "an assessment"),
    ("legal", LegalEpisode, "Court and care", "a court or care episode"),
]
NOTHING_RECORDED = {
    "plan": "No plan is recorded.",
    "conference": "No conference or review is recorded.",
    "assessment": "No assessment is recorded.",
    "legal": "No proceedings and no episode in care are recorded.",
}


def fact_sections(family: Family, child: Person, today: date) -> list[FactSection]:
    of_child = {model: list(facts_of(family, model).filter(child__in=child.all_ids)) for _, model, *_ in SECTIONS}
    core_groups = [
        fact.held_on
        for fact in of_child[Conference]
        if isinstance(fact, Conference) and fact.kind == ConferenceKind.CORE_GROUP and fact.held_on
    ]
    finished = {
        "plan": urls_of_finished("plan", of_child[Plan]),
        "assessment": urls_of_finished("child_assessment", of_child[Assessment]),
    }
    return [
        FactSection(
            key,
            heading,
            NOTHING_RECORDED[key],
            f"Add {noun}",
            reverse(f"{key}-add", args=[family.pk, child.pk]),
            [_listed(fact, family, today, core_groups, finished.get(key, {})) for fact in of_child[model]],
        )
        for key, model, heading, noun in SECTIONS
    ]


def _listed(
    fact: AnyFact, family: Family, today: date, core_groups: Iterable[date], finished: Mapping[int, str]
) -> FactRow:
    url = finished.get(fact.pk, "")
    read = [("Read it as it was approved", url)] if url else []
    return fact_row(fact, today, core_groups, url)._replace(acts=[*read, *acts_on(fact, family)])
