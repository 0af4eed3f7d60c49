"""What the rows of the Workbook are called in a sentence of the history."""

from django.db.models import Model

from audit.history.names.casework.presenters import RowName, note_name, passage_name
from casework.words import say_date
from workbook.coming_of_age.models import ComingOfAge
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes.assessments.models import (
    ProgrammeAssessment,
    SignificantChange,
)
from workbook.programmes.models import (
    DrawnPassage,
    FamilyProgramme,
    ModulePassage,
    ModuleRecord,
    ProgrammeChild,
    ProgrammeParent,
)
from workbook.programmes.modules.queries import module_named
from workbook.programmes.sharing.models import SharingChoice
from workbook.programmes.sharing.presenters import sentence_of
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision


def _summary(summary: InterventionSummary) -> str:
    return f"{summary.worker}’s summary of episode {summary.episode.number}"


def _part(task: DelegatedTask) -> str:
    return f"{task.part.worker}’s part of {_summary(task.summary)}"


def _programme(programme: FamilyProgramme) -> str:
    return f"Family Programme {programme.number}"


def _module(record: ModuleRecord) -> str:
    module = module_named(record.module)
    called = f"module {module.number}" if module else f"module {record.module}"
    return f"{called} of {record.child}" if record.child else called


def _assessment(assessment: ProgrammeAssessment) -> str:
    return f"assessment {assessment.number} of {_programme(assessment.programme)}"


def _planner(planner: SupportPlanner) -> str:
    return f"support and assessment planner {planner.number}"


ROW_NAMES: dict[type[Model], RowName] = {
    Workbook: RowName("workbook", lambda row: f"the Workbook, version {row.version}"),
    ComingOfAge: RowName(
        "people", lambda row: f"what becomes of the work with {row.involvement.child} at 18", ("involvement__child",)
    ),
    WorkbookDecision: RowName("workbook", lambda row: "the decision on a Workbook"),
    WorkbookEpisode: RowName("workbook", lambda row: f"episode {row.number}"),
    EpisodeMember: RowName(
        "workbook", lambda row: f"{row.person} in episode {row.episode.number}", ("person", "episode")
    ),
    InterventionSummary: RowName("summaries", _summary, ("worker", "episode")),
    SummaryPassage: RowName(
        "summaries",
        lambda row: passage_name(row, _summary(row.owner)),
        ("owner__worker", "owner__episode", "owner__allocation"),
    ),
    SummaryNote: RowName(
        "summaries",
        lambda row: f"{note_name(row.note)} in {_summary(row.summary)}",
        ("note", "summary__worker", "summary__episode"),
    ),
    EmergedVulnerability: RowName("workbook", lambda row: "that a vulnerability emerged"),
    DelegatedTask: RowName("summaries", _part, ("part__worker", "summary__worker", "summary__episode")),
    FamilyProgramme: RowName("programmes", _programme),
    ProgrammeParent: RowName(
        "programmes", lambda row: f"{row.person} in {_programme(row.programme)}", ("person", "programme")
    ),
    ProgrammeChild: RowName(
        "programmes", lambda row: f"{row.person} in {_programme(row.programme)}", ("person", "programme")
    ),
    SharingChoice: RowName("programmes", lambda row: f"that {sentence_of(row)}", ("parent", "with_whom")),
    ModuleRecord: RowName("programmes", _module, ("child",)),
    ModulePassage: RowName("programmes", lambda row: passage_name(row, _module(row.owner)), ("owner__child",)),
    DrawnPassage: RowName(
        "programmes",
        lambda row: f"a passage of {_summary(row.passage.owner)} in {_module(row.record)}",
        ("passage__owner__worker", "passage__owner__episode", "record__child"),
    ),
    ProgrammeAssessment: RowName("programmes", _assessment, ("programme",)),
    SignificantChange: RowName("programmes", lambda row: f"the significant change of {say_date(row.happened_on)}"),
    SupportPlanner: RowName("programmes", _planner),
    PlannedVisit: RowName(
        "programmes", lambda row: f"{note_name(row.note)} in {_planner(row.planner)}", ("note", "planner")
    ),
    PlannerAction: RowName(
        "programmes", lambda row: f"‘{row.action.what}’ in {_planner(row.planner)}", ("action", "planner")
    ),
}
