"""So that Django finds the subjects' models; nobody imports from here."""

from workbook.assessments.models import AssessmentPrint, CompletedAssessment, ProgrammeAssessment, SignificantChange
from workbook.books.models import EmergedVulnerability, Workbook, WorkbookDecision
from workbook.delegation.models import DelegatedTask
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModulePassage, ModuleRecord, ProgrammeParent
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage

__all__ = [
    "AssessmentPrint", "CompletedAssessment", "DelegatedTask", "DrawnPassage", "EmergedVulnerability", "EpisodeMember",
    "FamilyProgramme", "InterventionSummary", "ModulePassage", "ModuleRecord", "PlannedVisit", "PlannerAction",
    "ProgrammeAssessment", "ProgrammeParent", "SignificantChange", "SummaryNote", "SummaryPassage", "SupportPlanner",
    "Workbook", "WorkbookDecision", "WorkbookEpisode",
]  # fmt: skip
