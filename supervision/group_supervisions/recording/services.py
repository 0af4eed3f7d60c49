"""Recording what the group thought, rated and agreed (A4.2, A6.7, C30)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from casework.access import require_grade
from casework.actions import services as actions
from casework.actions.models import AgreedAction
from casework.duedates import services as duedates
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import new_version
from casework.users.models import User
from casework.words import london_date
from supervision.group_supervisions.checks import require_not_over
from supervision.group_supervisions.models import GroupSupervision, SupervisionAction
from supervision.group_supervisions.recording.checks import check_held
from supervision.group_supervisions.services import lock_supervision
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from workbook.episodes import services as episodes
from workbook.workbooks import clocks as workbooks

# What an action is where its values do not say otherwise.
ACTION_DEFAULTS = {"owner_user": None, "owner_person": None, "owner_agency": "", "child": None, "desired_outcome": ""}


@service
def record_meeting(
    supervision: GroupSupervision, *, agreed: Mapping[int, dict[str, Any]], by: User, at: datetime, **recorded: Any
) -> GroupSupervision:
    """What the group thought, as `record`, and the actions that it agreed: whole or not at all (A6.7).

    `agreed` gives the values of `agree_action` by the number of the row; a refusal names the row's field.
    """
    supervision = record(supervision, by=by, at=at, **recorded)
    agree_actions(supervision, agreed, by=by, at=at)
    supervision.refresh_from_db(fields=["version"])
    return supervision


@service
def record(
    supervision: GroupSupervision,
    *,
    held_at: datetime,
    written: Iterable[NewText],
    by: User,
    at: datetime,
    version: int | None = None,
    **values: Any,
) -> GroupSupervision:
    """Save what the group thought; with it the supervision is held at `held_at`, which meets the monthly clock.

    `values` are overall_rag, rationale, dissent and relationships_checked.
    """
    supervision = lock_supervision(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    check_held(supervision, held_at, at)
    if values.get("overall_rag") and not values.get("rationale", "").strip():
        raise Refusal("Give the rationale for the overall RAG.", "rationale")
    _hold(supervision, held_at)
    passages.write(supervision, written, people=people_ids(supervision.family))
    # One more whatever was written: the version counts the changes of the passages too.
    new_version(supervision, state=SupervisionState.HELD, held_at=held_at, **values)
    return supervision


def _hold(supervision: GroupSupervision, held_at: datetime) -> None:
    """The monthly clock is met once; correcting the time moves the anchor of the next (C30)."""
    workbook = supervision.episode.workbook
    if supervision.state == SupervisionState.PREPARED:
        SUPERVISION_STATES.require(supervision.state, SupervisionState.HELD)
        episodes.mark_supervised(supervision.episode)
        duedates.meet("group_supervision", workbook, at=held_at)
    elif supervision.held_at == held_at:
        return
    else:
        duedates.correct_met("group_supervision", workbook, was=cast("datetime", supervision.held_at), at=held_at)
    workbooks.start_group_supervision(workbook, at=held_at)


@service
def agree_actions(
    supervision: GroupSupervision, agreed: Mapping[int, dict[str, Any]], *, by: User, at: datetime
) -> None:
    """Several actions, by the number of the row in which each was typed; all or none."""
    for row, action in agreed.items():
        try:
            agree_action(supervision, by=by, at=at, **action)
        except Refusal as refusal:
            raise type(refusal)(refusal.sentence, f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def agree_action(supervision: GroupSupervision, *, by: User, at: datetime, **action: Any) -> AgreedAction:
    """An action agreed in this supervision; without an owner or a date it is refused (A6.7, A7.8).

    Idempotent: where an action with the same values is agreed already, gives that one.
    """
    supervision = lock_supervision(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    wanted = {f"action__{name}": value for name, value in (ACTION_DEFAULTS | action).items()}
    existing = supervision.action_lines.filter(action__withdrawn_because="", **wanted).select_related("action").first()
    if existing:
        return existing.action
    agreed = actions.agree(supervision.family, by=by, agreed_on=london_date(supervision.held_at or at), **action)
    SupervisionAction.objects.create(family=supervision.family, supervision=supervision, action=agreed)
    # Whoever signs off has seen all of it: the version counts the actions too.
    new_version(supervision)
    return agreed


@service
def drop_action(
    supervision: GroupSupervision, action: AgreedAction, *, because: str, by: User, at: datetime
) -> AgreedAction:
    """Take back an action that was typed in error, before the sign-off."""
    supervision = lock_supervision(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    line = supervision.action_lines.select_related("action").get(action=action)
    new_version(supervision)
    return actions.withdraw(lock(line.action), because=because, by=by)
