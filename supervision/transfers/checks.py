"""A transfer waits while a supervision is under way (A9.7)."""

from casework.families.models import Family
from casework.refusal import Refusal
from supervision.transfers.queries import supervision_under_way

SUPERVISION_UNDER_WAY = (
    "An episode is closed for supervision and the supervision is not signed off. Hold it and sign it off first, or "
    "reopen the episode."
)


def require_no_supervision_under_way(family: Family) -> None:
    if supervision_under_way(family):
        raise Refusal(SUPERVISION_UNDER_WAY)
