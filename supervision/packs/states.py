from django.db.models import TextChoices

from casework.states import Mover, States


class PackState(TextChoices):
    WANTED = "wanted", "waiting to be made"
    BEING_MADE = "being_made", "being made"
    MADE = "made", "ready"
    FAILED = "failed", "failed"
    DROPPED = "dropped", "not made: the supervision was signed off first"


PRODUCT = {Mover.PRODUCT}

PACK_STATES = States(
    "pack",
    PackState,
    {
        PackState.WANTED: {PackState.BEING_MADE: PRODUCT, PackState.DROPPED: PRODUCT},
        PackState.BEING_MADE: {PackState.MADE: PRODUCT, PackState.FAILED: PRODUCT, PackState.WANTED: PRODUCT},
    },
)
