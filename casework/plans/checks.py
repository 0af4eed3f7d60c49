"""Whether a fact of a child can be so: asked of the whole row before it is written, ended or corrected (E4)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from casework.lives.checks import CONFERENCE, END, PLAN, PLANNED_CONFERENCE, Fact, What
from casework.lives.facts import KINDS, PLANNED_KINDS
from casework.lives.recorded import check_end_of_fact, check_fact_of_child, check_none
from casework.plans.models import (
    AnyFact,
    Assessment,
    AssessmentKind,
    ChildFact,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
)
from casework.plans.models import PlanKind as Kind
from casework.plans.queries import is_open
from casework.practice.codes import NO_FACTORS
from casework.refusal import Conflict, Refusal
from casework.words import say_date

SATURDAY = 5
# A child in need plan and a child protection plan do not run at the same time (4001).
EXCLUDED_BY: dict[str, Kind] = {Kind.CHILD_IN_NEED: Kind.CHILD_PROTECTION, Kind.CHILD_PROTECTION: Kind.CHILD_IN_NEED}


def check_assessment(assessment: Assessment, today: date) -> None:
    _check_past(assessment.started_on, "started_on", "The assessment cannot begin in the future.", today)
    _check_transfer_in(assessment)
    if not assessment.ended_on:
        return
    _check_past(assessment.ended_on, "ended_on", "The assessment cannot end in the future.", today)
    if assessment.ended_on < assessment.started_on:
        raise Refusal("The assessment cannot end before it began. Check the dates.", "ended_on")
    if not Assessment.outcome.field.may_choose(assessment.outcome, assessment.ended_on, assessment):
        raise Refusal("Choose the outcome from those offered.", "outcome")
    if assessment.kind == AssessmentKind.SINGLE:
        _check_factors(assessment)


def _check_transfer_in(assessment: Assessment) -> None:
    """The safety plan of a child who transfers in refers to the other authority's report (A5.16)."""
    if assessment.transfer_in_report and not assessment.safety_plan.strip():
        raise Refusal(
            "Write the safety plan of a child who transfers in, with reference to the other authority's report.",
            "safety_plan",
        )


def _check_factors(assessment: Assessment) -> None:
    """A completed one has at least one factor (8897Q); 'none' excludes all others (8869)."""
    factors = assessment.factors
    if not factors:
        raise Refusal("Tick at least one factor; where there is none, tick ‘No factors identified’.", "factors")
    if NO_FACTORS in factors and len(factors) > 1:
        raise Refusal("‘No factors identified’ stands alone. Untick it, or the others.", "factors")
    if not all(Assessment.factors.field.may_choose(factor, assessment.ended_on) for factor in factors):
        raise Refusal("Choose the factors from those offered for the day on which the assessment ended.", "factors")


def check_plan(plan: Plan, today: date) -> None:
    _check_span(plan, "plan", today)
    protects = plan.kind == Kind.CHILD_PROTECTION
    if protects and plan.until_date == plan.from_date:
        raise Refusal("A child protection plan does not begin and end on the same day. Check the dates.", "until_date")
    for name in ("category", "latest_category"):
        _check_category(getattr(plan, name), protects, plan.from_date, name)
    if not protects and plan.previous_plans is not None:
        raise Refusal("Only a child protection plan counts the plans before it. Empty the number.", "previous_plans")
    _check_category_day(plan, today)
    for kind in filter(None, (plan.kind, EXCLUDED_BY.get(plan.kind))):
        _check_alone(plan, kind)


def _check_category(category: str, protects: bool, day: date, field: str) -> None:
    if protects and not Plan.category.field.may_choose(category, day):
        raise Refusal("Choose the category of abuse: a child protection plan needs one.", field)
    if not protects and category:
        raise Refusal("Only a child protection plan has a category of abuse. Leave it open.", field)


def _check_category_day(plan: Plan, today: date) -> None:
    changed_on = plan.latest_category_from
    if changed_on is None:
        return
    _check_past(changed_on, "latest_category_from", "The category cannot change in the future.", today)
    if changed_on < plan.from_date or (plan.until_date and changed_on > plan.until_date):
        raise Refusal("The category changes while the plan runs. Check the date.", "latest_category_from")


def check_conference(conference: Conference, today: date) -> None:
    if not (conference.planned_for or conference.held_on):
        raise Refusal("Give the day for which it is planned, or on which it was held.", "planned_for")
    if conference.kind == ConferenceKind.INITIAL:
        _check_weekday(conference.planned_for, "planned_for")
        _check_weekday(conference.held_on, "held_on")
    if conference.kind == ConferenceKind.REVIEW and not conference.plan:
        raise Refusal(
            f"A review comes after the plan began, and {conference.child} has no child protection plan that began "
            "before that day. Check the date, or record the plan first.",
            "held_on" if conference.held_on else "planned_for",
        )
    if conference.held_on:
        _check_held(conference, today)


def _check_held(conference: Conference, today: date) -> None:
    _check_past(conference.held_on, "held_on", "It cannot have been held in the future.", today)
    if conference.not_held_because:
        raise Refusal("It was held, or it was not: empty the reason, or the day.", "not_held_because")
    if not conference.outcome.strip():
        raise Refusal("Say what was decided.", "outcome")
    gateway = conference.kind == ConferenceKind.LEGAL_PLANNING
    if gateway and not Conference.outcome_code.field.may_choose(conference.outcome_code, conference.held_on):
        raise Refusal("Choose the outcome of the legal gateway from those offered.", "outcome_code")


def _check_weekday(day: date | None, field: str) -> None:
    if day and day.weekday() >= SATURDAY:
        raise Refusal(f"{say_date(day)} is at a weekend: no initial conference is held then. Check the date.", field)


def check_legal(episode: LegalEpisode, today: date) -> None:
    _check_span(episode, "episode", today)
    in_care = episode.kind == LegalKind.CARE
    if in_care and not LegalEpisode.status.field.may_choose(episode.status, episode.from_date):
        raise Refusal("Choose the legal status: a care episode needs one.", "status")
    if not in_care and episode.status:
        raise Refusal("Only a care episode has a legal status. Leave it open.", "status")
    if not in_care and episode.reunification is not None:
        raise Refusal(
            "Whether the child returns home is said of a care episode. Choose ‘Not decided yet’.", "reunification"
        )
    ended_before_court = episode.kind == LegalKind.PRE_PROCEEDINGS and episode.until_date
    if ended_before_court and not LegalEpisode.outcome_code.field.may_choose(episode.outcome_code, episode.until_date):
        raise Refusal("Choose what pre-proceedings led to from those offered.", "outcome_code")
    _check_alone(episode, episode.kind)


def _check_span(row: Plan | LegalEpisode, noun: str, today: date) -> None:
    _check_past(row.from_date, "from_date", f"The {noun} cannot begin in the future.", today)
    if row.until_date is None:
        return
    _check_past(row.until_date, "until_date", f"The {noun} cannot end in the future.", today)
    if row.until_date < row.from_date:
        raise Refusal(f"The {noun} cannot end before it began. Check the dates.", "until_date")


def _check_past(day: date | None, field: str, sentence: str, today: date) -> None:
    if day and day > today:
        raise Refusal(f"{sentence} Check the date.", field)


def _check_alone(row: Plan | LegalEpisode, kind: str) -> None:
    """No two of a kind run together (4014, 8940): one may begin on the day on which the other ended."""
    others = type(row).objects.not_withdrawn().filter(child__in=row.child.all_ids, kind=kind).exclude(pk=row.pk)
    others = others.filter(Q(until_date=None) | Q(until_date__gt=row.from_date))
    if row.until_date:
        others = others.filter(from_date__lt=row.until_date)
    check_none(others, lambda other: _not_beside(row, other))


def _not_beside(row: Plan | LegalEpisode, other: Any) -> Refusal:
    what = other.get_kind_display().lower()
    where = "" if other.family_id == row.family_id else ", on another family's file"
    until = f" until {say_date(other.until_date)}" if other.until_date else ""
    return Refusal(
        f"{row.child} has a {what} from {say_date(other.from_date)}{until}{where}. Both cannot run on the same days: "
        "end that one first, or check the date.",
        "from_date",
    )


def _check_one_enquiry(assessment: Assessment) -> None:
    """One section 47 enquiry of a child at a time; the next may begin on the day on which the other ended."""
    others = Assessment.objects.not_withdrawn().filter(child__in=assessment.child.all_ids, kind=assessment.kind)
    others = others.exclude(pk=assessment.pk).filter(Q(ended_on=None) | Q(ended_on__gt=assessment.started_on))
    if assessment.ended_on:
        others = others.filter(started_on__lt=assessment.ended_on)
    check_none(
        others,
        lambda other: Refusal(
            f"A section 47 enquiry of {assessment.child} began on {say_date(other.started_on)}"
            f"{f' and ended on {say_date(other.ended_on)}' if other.ended_on else ' and goes on'}. There is one at a "
            "time: end that one first, or check the date.",
            "started_on",
        ),
    )


def check_whole_end(fact: ChildFact) -> None:
    """What is recorded as over already says how, and nothing is said of an end that has no day."""
    if isinstance(fact, Assessment) and not fact.ended_on and (fact.outcome or fact.factors):
        raise Refusal("Give the day on which it ended, or leave open what came of it.", "ended_on")
    if isinstance(fact, Plan | LegalEpisode):
        name = "ended_because" if isinstance(fact, Plan) else "outcome"
        said = getattr(fact, name).strip() or getattr(fact, "outcome_code", "")
        if said and not fact.until_date:
            raise Refusal("Give the day on which it ended, or leave open how.", "until_date")
        if fact.until_date and not getattr(fact, name).strip():
            raise Refusal("Say how it ended.", name)


def check_dates(fact: ChildFact, today: date, before: ChildFact | None = None) -> None:
    """In the child's life and case; of a change, only what differs from `before`."""
    for name, what in _dates_of(fact):
        day = getattr(fact, name)
        if day and (before is None or day != getattr(before, name)):
            check_fact_of_child(Fact(what, day, fact.child, name), fact.child, today)
    if before is None:
        _check_ended(fact)
    if isinstance(fact, Assessment) and fact.kind == AssessmentKind.SECTION_47:
        _check_one_enquiry(fact)


def _check_ended(fact: ChildFact) -> None:
    """Of what is recorded later: a case that has closed since has nothing left that goes on."""
    if isinstance(fact, Conference):
        goes_on = fact.held_on is None and not fact.not_held_because
        day, until, field = fact.planned_for, None if goes_on else fact.planned_for, "held_on"
    elif isinstance(fact, Assessment):
        day, until, field = fact.started_on, fact.ended_on, "ended_on"
    elif isinstance(fact, Plan | LegalEpisode):
        day, until, field = fact.from_date, fact.until_date, "until_date"
    else:
        return
    if day:
        (_, what), *_ = _dates_of(fact)
        check_end_of_fact(Fact(what, day, fact.child, field), until, fact.child, field)


def _dates_of(fact: ChildFact) -> list[tuple[str, What]]:
    """The columns of dates, each with what it is in a life."""
    if isinstance(fact, Assessment):
        return [("started_on", KINDS[fact.kind]), ("ended_on", END)]
    if isinstance(fact, Conference):
        planned = [] if fact.held_on else [("planned_for", PLANNED_KINDS.get(fact.kind, PLANNED_CONFERENCE))]
        return [*planned, ("held_on", KINDS.get(fact.kind, CONFERENCE))]
    kind = fact.kind if isinstance(fact, Plan | LegalEpisode) else ""
    changed = [("latest_category_from", PLAN)] if isinstance(fact, Plan) else []
    return [("from_date", KINDS.get(kind, PLAN)), ("until_date", END), *changed]


CHECKS: dict[type, Callable[..., None]] = {
    Assessment: check_assessment,
    Plan: check_plan,
    Conference: check_conference,
    LegalEpisode: check_legal,
}

ALREADY_ENDED = (
    "This is ended or held already. Open the child's page again; the lead worker or a manager can put it right."
)


def check_open(fact: AnyFact) -> None:
    if not is_open(fact):
        raise Conflict(ALREADY_ENDED)


def check_unapproved(fact: Assessment | Plan) -> None:
    if fact.approved_at:
        raise Conflict(f"{fact.approved_by} has approved this already.")


def check_approval(fact: Assessment | Plan, *, childs_views: str, carers_views: str, approval: str) -> None:
    """Not before an assessment has ended, and not without the views, or why there are none (A9.15)."""
    check_unapproved(fact)
    if isinstance(fact, Assessment) and not fact.ended_on:
        raise Refusal("This assessment goes on. Approve it when it has ended.")
    if not childs_views.strip():
        raise Refusal("Record what the child says, or why that was not obtained.", "childs_views")
    if not carers_views.strip():
        raise Refusal("Record what the carers say, or why that was not obtained.", "carers_views")
    if not approval.strip():
        raise Refusal("Write what you approve, and why.", "approval")
