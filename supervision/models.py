"""So that Django finds the subjects' models; nobody imports from here."""

from supervision.group_supervisions.models import (
    Attendance,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
    SupervisionPassage,
)
from supervision.packs.models import Pack

__all__ = [
    "Attendance", "Filing", "GroupSupervision", "Pack", "SupervisionAction", "SupervisionMove", "SupervisionPassage",
]  # fmt: skip
