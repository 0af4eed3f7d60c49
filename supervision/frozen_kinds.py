"""What the acts around supervision finish."""

from casework.access.ways import Page, of_row
from casework.frozen.registry import Kind, register
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState

register(
    Kind(
        "supervision", GroupSupervision, "group supervision", "signed off", SupervisionState.SIGNED_OFF,
        Page("supervision", of_row), "family-supervisions", ("supervision.sign_offs.services.sign_off",),
        SUPERVISION_STATES,
    ),
)  # fmt: skip
