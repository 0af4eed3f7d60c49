from django.db.models import TextChoices

from casework.states import States


class SupervisionState(TextChoices):
    PREPARED = "prepared", "prepared"
    HELD = "held", "held, to be signed off"
    SIGNED_OFF = "signed_off", "signed off"
    NOT_HELD = "not_held", "not held: the Workbook closed"


# The group has met.
WAS_HELD = (SupervisionState.HELD, SupervisionState.SIGNED_OFF)
# What was recorded of it does not change any more.
OVER = (SupervisionState.SIGNED_OFF, SupervisionState.NOT_HELD)


SUPERVISION_STATES = States(
    "group supervision",
    SupervisionState,
    {
        SupervisionState.PREPARED: {
            SupervisionState.HELD,
            SupervisionState.NOT_HELD,
        },
        SupervisionState.HELD: {SupervisionState.SIGNED_OFF, SupervisionState.PREPARED},
    },
)
