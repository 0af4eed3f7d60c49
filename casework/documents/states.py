from django.db.models import TextChoices

from casework.states import States


class PrintState(TextChoices):
    WANTED = "wanted", "waiting to be made"
    BEING_MADE = "being_made", "being made"
    MADE = "made", "ready"
    FAILED = "failed", "failed"
    DROPPED = "dropped", "cancelled: no longer needed"


PRINT_STATES = States(
    "print",
    PrintState,
    {
        PrintState.WANTED: {PrintState.BEING_MADE, PrintState.DROPPED},
        PrintState.BEING_MADE: {PrintState.MADE, PrintState.FAILED, PrintState.WANTED},
        # Asked for again, where it shows what does not change any more: it failed, or its file was lost.
        PrintState.FAILED: {PrintState.WANTED},
        PrintState.MADE: {PrintState.WANTED},
    },
)
