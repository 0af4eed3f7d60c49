"""That a group supervision was held: said by somebody, taken back until the sign-off (A6.1, C30)."""

from datetime import datetime
from typing import cast

from casework.access import require_grade
from casework.duedates import services as duedates
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.versions import new_version
from casework.users.models import User
from supervision.group_supervisions.checks import require_not_over
from supervision.group_supervisions.holding.checks import check_held
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.services import lock_supervision
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from workbook.episodes import services as episodes
from workbook.workbooks import clocks as workbooks


@service
def hold(
    supervision: GroupSupervision, *, held_at: datetime, by: User, at: datetime, version: int | None = None
) -> GroupSupervision:
    """The group met at `held_at`: the monthly clock is met, and the next month begins then.

    Of one that was held already it corrects the time, and the clocks with it.
    """
    supervision = lock_supervision(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    check_held(supervision, held_at, at)
    workbook = supervision.episode.workbook
    if supervision.state == SupervisionState.PREPARED:
        SUPERVISION_STATES.require(supervision.state, SupervisionState.HELD)
        episodes.mark_supervised(supervision.episode)
        duedates.meet("group_supervision", workbook, at=held_at)
    elif supervision.held_at == held_at:
        return supervision
    else:
        duedates.correct_met("group_supervision", workbook, was=cast("datetime", supervision.held_at), at=held_at)
    workbooks.start_group_supervision(workbook, at=held_at)
    new_version(supervision, state=SupervisionState.HELD, held_at=held_at)
    return supervision


@service
def undo(
    supervision: GroupSupervision, *, because: str, by: User, at: datetime, version: int | None = None
) -> GroupSupervision:
    """It was not held after all: it is prepared as before, with all that was written, and its month runs again."""
    supervision = lock_supervision(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    SUPERVISION_STATES.require(supervision.state, SupervisionState.PREPARED)
    if not because.strip():
        raise Refusal("Say why it was not held after all.", "because")
    workbook, was = supervision.episode.workbook, cast("datetime", supervision.held_at)
    episodes.undo_supervised(supervision.episode)
    workbooks.undo_group_supervision(workbook, was=was, at=at)
    new_version(supervision, state=SupervisionState.PREPARED, held_at=None, undone_because=because.strip())
    return supervision
