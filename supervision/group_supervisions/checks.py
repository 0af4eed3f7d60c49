"""Whether a group supervision may still be changed, and who records it."""

from casework.access import FamilyAccess, may_take
from casework.refusal import Conflict
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.states import EpisodeState


def why_over(supervision: GroupSupervision) -> str:
    """Why nothing is recorded of it any more, or ''."""
    if supervision.state == SupervisionState.SIGNED_OFF:
        return "This supervision is signed off, so it does not change any more."
    if supervision.state == SupervisionState.NOT_HELD:
        return "This supervision is not held, because the Workbook closed before it. It does not change any more."
    return ""


def require_not_over(supervision: GroupSupervision) -> None:
    if sentence := why_over(supervision):
        raise Conflict(sentence)


def may_record(supervision: GroupSupervision, access: FamilyAccess) -> bool:
    """Whether this reader writes in the record as it is now."""
    waits = supervision.state == SupervisionState.PREPARED and supervision.episode.state == EpisodeState.CLOSED
    return (waits or supervision.state == SupervisionState.HELD) and may_take(access, "sign_off_supervision")
