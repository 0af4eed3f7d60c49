"""The assessments of a programme, and when the last was completed."""

from datetime import datetime

from django.db.models import QuerySet

from workbook.programmes.assessments.models import CompletedAssessment, ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme


def last_completed(programme: FamilyProgramme) -> datetime | None:
    """The moment of the last completed assessment, or None."""
    completed = CompletedAssessment.objects.filter(assessment__programme=programme).order_by("-at").first()
    return completed.at if completed else None


def assessments_of(programme: FamilyProgramme) -> QuerySet[ProgrammeAssessment]:
    return programme.assessments.select_related("completed__print", "submitted_by")


def assessment_under_way(programme: FamilyProgramme) -> ProgrammeAssessment | None:
    """The one that is not completed; None where there is none."""
    return programme.assessments.exclude(state=AssessmentState.COMPLETED).first()
