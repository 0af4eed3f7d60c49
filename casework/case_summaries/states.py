from django.db.models import TextChoices

from casework.states import Mover, States


class CaseSummaryState(TextChoices):
    OPEN = "open", "open"
    COMPLETED = "completed", "completed"


CASE_SUMMARY_STATES = States(
    "case summary",
    CaseSummaryState,
    {CaseSummaryState.OPEN: {CaseSummaryState.COMPLETED: {Mover.LEAD}}},
)
