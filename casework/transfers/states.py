from django.db.models import TextChoices

from casework.states import States


class TransferState(TextChoices):
    ASKED = "asked", "asked for"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    TAKEN_BACK = "taken_back", "taken back"


TRANSFER_STATES = States(
    "transfer",
    TransferState,
    {
        TransferState.ASKED: {
            TransferState.ACCEPTED,
            TransferState.DECLINED,
            TransferState.TAKEN_BACK,
        },
    },
)
