"""So that Django finds the subjects' models; nobody imports from here."""

from workbook.coming_of_age.models import ComingOfAge
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes.assessments.models import ProgrammeAssessment, SignificantChange
from workbook.programmes.models import (
    DrawnPassage,
    FamilyProgramme,
    ModulePassage,
    ModuleRecord,
    ProgrammeChild,
    ProgrammeParent,
)
from workbook.programmes.sharing.models import SharingChoice
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision

__all__ = [
    "ComingOfAge", "DelegatedTask", "DrawnPassage",
    "EmergedVulnerability", "EpisodeMember", "FamilyProgramme", "InterventionSummary", "ModulePassage",
    "ModuleRecord", "PlannedVisit", "PlannerAction", "ProgrammeAssessment", "ProgrammeChild", "ProgrammeParent",
    "SharingChoice", "SignificantChange", "SummaryNote", "SummaryPassage", "SupportPlanner", "Workbook",
    "WorkbookDecision", "WorkbookEpisode",
]  # fmt: skip
