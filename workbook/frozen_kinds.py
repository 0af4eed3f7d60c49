"""What the Workbook's own acts finish."""

from casework.access.ways import Page, of_row
from casework.frozen.registry import Kind, register
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import ASSESSMENT_STATES, AssessmentState
from workbook.programmes.modules.queries import works_apart
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import noted_since
from workbook.summaries.states import SUMMARY_STATES, SummaryState

register(
    Kind(
        "assessment", ProgrammeAssessment, "Family Programme assessment", "completed", AssessmentState.COMPLETED,
        Page("assessment", of_row), "programmes", ("workbook.programmes.assessments.services.complete",),
        ASSESSMENT_STATES, names_marks=lambda row: not works_apart(row.family_id),
    ),
    Kind(
        "summary", InterventionSummary, "intervention summary", "finalised", SummaryState.FINALISED,
        Page("summary", of_row), "workbook", ("workbook.summaries.services.finalise",), SUMMARY_STATES,
        noted_since,
    ),
)  # fmt: skip
