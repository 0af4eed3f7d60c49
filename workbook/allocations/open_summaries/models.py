"""What becomes of an open summary when its worker's part ends: chosen by the manager for each (A9.16)."""

from typing import NamedTuple

from django.db.models import TextChoices

from casework.users.models import User


class OpenSummaryAction(TextChoices):
    FINALISE = "finalise", "The worker finalises it by the last day"
    HAND_OVER = "hand_over", "It goes to a colleague"
    LEAVE = "leave", "It is left as it stands"


class OpenSummaryDecision(NamedTuple):
    """`to` is the user to whom it goes (None: whoever takes over); `because` why it goes, or is left."""

    action: str
    to: User | None = None
    because: str = ""
