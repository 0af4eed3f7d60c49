"""The Family Programme that opens with a Workbook: modules, planner, and its completion as an assessment."""

from datetime import datetime, timedelta
from typing import Any

from casework.actions.models import AgreedAction
from casework.frozen.models import FrozenPrint
from casework.notes.models import CaseNote, NotePassage
from casework.notes.states import NoteState
from casework.practice import current
from config.county import clocks, finished, supervisions, words
from config.county.cases import Case
from config.county.rows import Change
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes.assessments.models import ProgrammeAssessment, SignificantChange
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import (
    DrawnPassage,
    FamilyProgramme,
    ModulePassage,
    ModuleRecord,
    ProgrammeChild,
    ProgrammeParent,
)
from workbook.programmes.sharing.models import Sharing, SharingChoice
from workbook.programmes.states import ModuleState, ProgrammeState

# How many of the eight modules were written in.
WRITTEN = 4


def tell(case: Case, workbook: int, at: datetime) -> None:
    by = case.manager
    ended = {"state": ProgrammeState.ENDED, "ended_at": case.ended, "ended_because": "The case is closed."}
    programme = case.add(
        FamilyProgramme, by=by, at=at, workbook=workbook, number=1, opened_at=at, opened_by=by,
        then=(Change(case.ended, by, ended),) if case.ended else (),
    )  # fmt: skip
    for adult in case.adults[:2]:
        case.add(ProgrammeParent, by=by, at=at, programme=programme, person=adult.id)
    for whom in case.children:
        case.add(ProgrammeChild, by=by, at=at, programme=programme, person=whom.id)
    _sharing(case, at)
    written_at = min(at + timedelta(days=9), case.until)
    for module in current().modules[:WRITTEN]:
        for child in case.children[:3] if module.each_child else [None]:
            _module(case, programme, module, child.id if child else None, written_at)
    if not case.ended:
        clocks.due(
            case, "modules_touched", FamilyProgramme, programme, at=written_at, owner=case.lead.by,
        )  # fmt: skip
    if case.every(10, 6):
        case.add(
            SignificantChange, by=case.lead.by, at=written_at, programme=programme, what="A new partner moved in.",
            happened_on=written_at.date(),
        )  # fmt: skip
    if case.every(3):
        _planner(case, programme, written_at)
    if case.ended or case.every(6, 1):
        _assessment(case, programme, completed=bool(case.ended))


def _sharing(case: Case, at: datetime) -> None:
    """Those who work through the programme share with each other."""
    together = case.adults[:2]
    for parent in together:
        for other in together:
            if parent.id != other.id:
                case.add(
                    SharingChoice, by=case.manager, at=at, parent=parent.id, choice=Sharing.SHARES, with_whom=other.id,
                    said_on=at.date(),
                )  # fmt: skip


def _module(case: Case, programme: int, module: Any, child: int | None, at: datetime) -> None:
    by = case.lead.by
    completed = {"state": ModuleState.COMPLETED, "completed_at": at, "completed_by": by, "version": 3}
    record = case.add(
        ModuleRecord, by=by, at=at, programme=programme, module=module.key, child=child, begun_at=at, updated_at=at,
        then=(Change(at, by, completed),) if module.number == 1 else (),
    )  # fmt: skip
    for section in module.sections[:2]:
        case.add(
            ModulePassage, by=by, at=at, owner=record, section=section.key, text=case.random.choice(words.PARAGRAPHS),
            about=[child] if child else [],
        )  # fmt: skip
    if module.number == 2:
        case.drawing_record = record


def draw(case: Case, passage: int, at: datetime) -> None:
    """What the lead worker's summary says stands in the second module too."""
    case.add(
        DrawnPassage, by=case.lead.by, at=at, record=case.drawing_record, section="m2_support", passage=passage,
        drawn_by=case.lead.by, drawn_at=at,
    )  # fmt: skip


def _planner(case: Case, programme: int, at: datetime) -> None:
    by = case.lead.by
    planner = case.add(
        SupportPlanner,
        by=by,
        at=at,
        programme=programme,
        number=1,
        agreed_on=at.date(),
        agreed_with=[case.adults[0].id],
        why_involved="The police came twice.",
    )
    took_place = {"state": NoteState.DID_NOT_TAKE_PLACE, "did_not_because": "Nobody was at home.", "version": 2}
    planned_for = min(at + timedelta(days=4), case.until)
    note = case.add(
        CaseNote, by=by, at=at, kind="home_visit", author=by, state=NoteState.PLANNED, planned_for=planned_for,
        recorded_at=at, purpose="Module 1", then=(Change(planned_for, by, took_place),),
    )  # fmt: skip
    case.add(PlannedVisit, by=by, at=at, planner=planner, note=note, module="m1")
    action = case.add(
        AgreedAction, by=by, at=at, what="Ring the school", owner_person=case.adults[0].id, agreed_on=at.date(),
        due_on=(at + timedelta(days=14)).date(),
    )  # fmt: skip
    case.add(PlannerAction, by=by, at=at, planner=planner, action=action)


def _assessment(case: Case, programme: int, *, completed: bool) -> None:
    by, at = case.lead.by, case.until - timedelta(days=6)
    then = Change(at, case.manager, {
        "state": AssessmentState.RETURNED, "state_because": "The children's views are missing.", "version": 2,
    })  # fmt: skip
    outcome: dict[str, Any] = {}
    if completed:
        outcome = {"read_on": at.date(), "outcome": "Agreed.", "oversight": _oversight(case, at)}
        then = Change(at, case.manager, {"state": AssessmentState.COMPLETED, "version": 2} | outcome)
    assessment = case.add(
        ProgrammeAssessment, by=by, at=at, then=(then,), programme=programme, number=1, occasion="yearly",
        state=AssessmentState.SUBMITTED, submitted_by=by, submitted_at=at,
    )  # fmt: skip
    if completed:
        _frozen(case, assessment, at, outcome["outcome"])


def _oversight(case: Case, at: datetime) -> int:
    by = case.manager
    note = case.add(
        CaseNote, by=by, at=at, kind="management_oversight", author=by, state=NoteState.COMPLETED, took_place_at=at,
        recorded_at=at, completed_at=at,
    )  # fmt: skip
    case.add(NotePassage, by=by, at=at, owner=note, section="detail", text=case.random.choice(words.PARAGRAPHS))
    return note


def _frozen(case: Case, assessment: int, at: datetime, outcome: str) -> None:
    origin = finished.origin(ProgrammeAssessment, assessment, "outcome")
    frozen = finished.record(
        case, "assessment", ProgrammeAssessment, assessment, "Family Programme 1: assessment 1",
        [finished.passage(outcome, "Outcome agreed by the manager", origin)], at=at,
    )  # fmt: skip
    made = supervisions.printed(supervisions.document(case, "Assessment.pdf", at), at)
    case.add(FrozenPrint, by=case.manager, at=at, frozen=frozen, **made)
