"""So that Django finds the subjects' models; nobody imports from here."""

from supervision.group_supervisions.models import (
    ActionReview,
    Attendance,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
    SupervisionPassage,
)
from supervision.packs.models import Pack

__all__ = [
    "ActionReview", "Attendance", "Filing", "GroupSupervision", "Pack", "SupervisionAction", "SupervisionMove",
    "SupervisionPassage",
]  # fmt: skip
