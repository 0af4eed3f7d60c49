"""Family Programmes that wait, as an assessment, for a manager to read and agree (A5.13)."""

from django.urls import reverse

from supervision.mywork.dues import Line
from workbook.assessments.models import ProgrammeAssessment
from workbook.assessments.states import AssessmentState

MOST = 20


def submitted(families):
    """Those of `families`, the longest first."""
    waiting = ProgrammeAssessment.objects.filter(family__in=families, state=AssessmentState.SUBMITTED)
    waiting = waiting.select_related("family", "programme", "submitted_by").order_by("submitted_at")
    return [
        Line(
            what=f"Read the Family Programme as assessment {each.number}",
            url=reverse("assessment", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.submitted_at,
            why=f"Submitted by {each.submitted_by}.",
            overdue=False,
        )
        for each in waiting[:MOST]
    ]
