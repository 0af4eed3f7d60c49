"""What the acts around supervision finish."""

from casework.access.ways import Page, of_row
from casework.frozen.registry import Kind, register
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WORKBOOK_STATES, WorkbookState

register(
    Kind(
        "supervision", GroupSupervision, "group supervision", "signed off", SupervisionState.SIGNED_OFF,
        Page("supervision", of_row), "family-supervisions", ("supervision.sign_offs.services.sign_off",),
        SUPERVISION_STATES,
    ),
    Kind(
        "workbook", Workbook, "closing of the Workbook", "closed", WorkbookState.CLOSED, Page("workbook"), "workbook",
        ("workbook.workbooks.services.close", "supervision.workbook_closures.services.close"), WORKBOOK_STATES,
    ),
)  # fmt: skip
