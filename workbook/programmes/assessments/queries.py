"""The assessments of a programme, and when the last was completed."""

from workbook.programmes.assessments.models import CompletedAssessment


def last_completed(programme):
    """The moment of the last completed assessment, or None."""
    completed = CompletedAssessment.objects.filter(assessment__programme=programme).order_by("-at").first()
    return completed.at if completed else None


def assessments_of(programme):
    return programme.assessments.select_related("completed__print", "submitted_by")
