"""The dated facts of one child of a return: assessments, enquiries, plans, conferences, reviews, pre-proceedings."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from casework.families.models import Family
from casework.imports.census.moves import KINDS, Moves
from casework.imports.census.rules.plans import is_overdue, said_of_proceedings
from casework.imports.census.schema import Assessment as ReturnedAssessment
from casework.imports.census.schema import Child, Episode, Group, NeedPlan, PreProceedings, ProtectionPlan, Section47
from casework.imports.ledger.services import Ledger, Place, Unit
from casework.imports.report import printable
from casework.people.models import Person
from casework.plans.models import (
    Assessment,
    AssessmentKind,
    ChildFact,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
    PlanKind,
)
from casework.trail.acting import in_service
from casework.trail.models import Recorded

Fact = TypeVar("Fact", bound=ChildFact)


class IncomingChild:
    """A child of the return while it is imported; `person` and `family` once they are known."""

    person: Person
    family: Family

    def __init__(self, ledger: Ledger, child: Child) -> None:
        self.ledger, self.child, self.child_number = ledger, child, child.number or ""
        self.numbers: Counter[str] = Counter()
        self.moves = Moves({}, [])

    def place(self, group: Group, element: str) -> Place:
        return Place(group.line_of(element), self.child_number, element)

    def key(self, *parts: object) -> str:
        """The key of a row; a second one with the same parts has a 2 at the end."""
        key = ":".join(["census", self.child_number, *map(str, parts)])
        self.numbers[key] += 1
        return key if self.numbers[key] == 1 else f"{key}:{self.numbers[key]}"

    def count(self, figure: str, *, new: bool = False) -> None:
        self.ledger.report.figures[figure] += 1
        self.ledger.report.figures[f"{figure}, new"] += new

    def put(
        self, group: Group, element: str, figure: str, key: str, model: type[Fact], fixed: dict[str, Any], *units: Unit,
        begins: str = "",
    ) -> Fact:  # fmt: skip
        """As `Ledger.put`, for a fact of this child, and counted under `figure`; `begins` is the column of its day."""
        if self.moved(key, group, element, model):
            units = (*units, {begins: fixed[begins]}) if begins else units
        fixed = {"family": self.family, "child": self.person, **fixed}
        row, new = self.ledger.put(self.place(group, element), key, model, fixed, *units)
        self.count(figure, new=new)
        return row

    def moved(self, key: str, group: Group, element: str, model: type[Recorded]) -> bool:
        """Whether the row of the key was brought in before with another date: it is that row, and told as moved."""
        before = self.moves.moved.get(key)
        row = before and self.ledger.find(before, model)
        if not before or not row:
            return False
        self.ledger.register(key, row, made=False)
        was, now = (next(part for part in reversed(each.split(":")) if "-" in part) for each in (before, key))
        sentence = (
            f"line {group.line_of(element)}, {self.child_number}: {KINDS[self._kind(key)].words}, from {was} to {now}"
        )
        self.ledger.report.add_move(printable(sentence))
        return True

    def _kind(self, key: str) -> str:
        return key.removeprefix(f"census:{self.child_number}:").partition(":")[0]


@in_service
def write_facts(one: IncomingChild, counted_on: date) -> None:
    """All facts of all referrals. What is dated after `counted_on`, the day of the return, has not happened yet."""
    episodes = one.child.episodes
    plans: list[tuple[NeedPlan | ProtectionPlan, Callable[..., None]]] = []
    plans += [(plan, _need_plan) for episode in episodes for plan in episode.need_plans]
    plans += [(plan, _protection_plan) for episode in episodes for plan in episode.protection_plans]
    # What has ended comes first: only one of a kind may be open.
    for plan, put in sorted(plans, key=lambda pair: pair[0].ended is None):
        put(one, plan, counted_on)
    proceedings = [each for episode in episodes for each in episode.proceedings if each.started]
    for each in sorted(proceedings, key=lambda each: each.ended is None):
        _pre_proceedings(one, each)
    for episode in episodes:
        for assessment in episode.assessments:
            _assessment(one, assessment)
            one.ledger.report.figures["assessments, overdue"] += is_overdue(assessment, counted_on)
        for enquiry in episode.enquiries:
            _enquiry(one, enquiry, counted_on)
            one.ledger.report.figures["section 47 enquiries, overdue"] += is_overdue(enquiry, counted_on)
    _initial_conferences(one, counted_on)


def _need_plan(one: IncomingChild, plan: NeedPlan, counted_on: date) -> None:
    one.put(
        plan, "CINPlanEndDate", "child in need plans", one.key("need-plan", plan.started), Plan,
        {"kind": PlanKind.CHILD_IN_NEED, "from_date": plan.started}, {"until_date": plan.ended}, begins="from_date",
    )  # fmt: skip


def _protection_plan(one: IncomingChild, plan: ProtectionPlan, counted_on: date) -> None:
    row = one.put(
        plan, "CPPendDate", "child protection plans", one.key("protection-plan", plan.started), Plan,
        {"kind": PlanKind.CHILD_PROTECTION, "from_date": plan.started},
        {"until_date": plan.ended},
        {"category": plan.category or plan.latest_category},
        {"latest_category": plan.latest_category or plan.category},
        {"previous_plans": plan.previous_plans}, begins="from_date",
    )  # fmt: skip
    for review in dict.fromkeys(plan.reviews):
        one.put(
            plan, "CPPreviewDate", "reviews", one.key("review", plan.started, review), Conference,
            {"kind": ConferenceKind.REVIEW, "plan": row}, _held_or_planned(review, counted_on),
        )  # fmt: skip


def _pre_proceedings(one: IncomingChild, given: PreProceedings) -> None:
    one.put(
        given, "PPStartDate", "pre-proceedings", one.key("pre-proceedings", given.started), LegalEpisode,
        {"kind": LegalKind.PRE_PROCEEDINGS, "from_date": given.started},
        {"until_date": given.ended}, {"outcome": said_of_proceedings(given)}, begins="from_date",
    )  # fmt: skip


def _assessment(one: IncomingChild, assessment: ReturnedAssessment) -> None:
    one.put(
        assessment, "AssessmentAuthorisationDate", "assessments", one.key("assessment", assessment.started), Assessment,
        {"kind": AssessmentKind.SINGLE, "started_on": assessment.started},
        {"ended_on": assessment.authorised}, {"factors": list(dict.fromkeys(assessment.factors))}, begins="started_on",
    )  # fmt: skip


def _enquiry(one: IncomingChild, enquiry: Section47, counted_on: date) -> None:
    """It ends with its conference; of one without, the return does not say when it ended."""
    conference = enquiry.conference
    started = enquiry.started
    ended = conference if conference and started and started <= conference <= counted_on else None
    one.put(
        enquiry, "DateOfInitialCPC", "section 47 enquiries", one.key("enquiry", enquiry.started), Assessment,
        {"kind": AssessmentKind.SECTION_47, "started_on": enquiry.started},
        {"ended_on": ended, "outcome": "ICPC" if ended else ""}, begins="started_on",
    )  # fmt: skip


def _initial_conferences(one: IncomingChild, counted_on: date) -> None:
    """The return names the same conference in the referral and in its enquiry: it is written once."""
    groups: list[Episode | Section47] = []
    for episode in one.child.episodes:
        groups.append(episode)
        groups.extend(episode.enquiries)
    first = {group.conference: group for group in reversed(groups) if group.conference}
    for day, group in sorted(first.items()):
        one.put(
            group, "DateOfInitialCPC", "conferences", one.key("icpc", day), Conference,
            {"kind": ConferenceKind.INITIAL}, _held_or_planned(day, counted_on),
        )  # fmt: skip


def _held_or_planned(day: date, counted_on: date) -> Unit:
    held = day <= counted_on
    return {"planned_for": None if held else day, "held_on": day if held else None}
