from django.db.models import TextChoices

from casework.states import States


class WorkbookState(TextChoices):
    OPEN = "open", "open"
    CLOSED = "closed", "closed"


WORKBOOK_STATES = States(
    "Workbook",
    WorkbookState,
    {WorkbookState.OPEN: {WorkbookState.CLOSED}},
)
