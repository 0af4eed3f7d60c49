"""Recording what the group thought, rated and agreed (A4.2, A6.7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from casework.access import require_grade
from casework.actions import services as actions
from casework.actions.models import AgreedAction
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.trail.versions import new_version
from casework.users.models import User
from casework.words import london_date
from supervision.group_supervisions.checks import require_not_over
from supervision.group_supervisions.models import ActionReview, GroupSupervision, SupervisionAction
from supervision.group_supervisions.queries import actions_of_last
from supervision.group_supervisions.services import lock_supervision
from supervision.group_supervisions.states import SupervisionState

RECORDED = {"overall_rag", "rationale", "dissent", "relationships_checked", "no_actions_because"}
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
    written: Iterable[NewText],
    by: User,
    at: datetime,
    reviewed: Mapping[int, str] | None = None,
    version: int | None = None,
    **values: Any,
) -> GroupSupervision:
    """Save what the group thought, or what is prepared for it: that it was held is said by `holding`.

    `values` are of RECORDED; `reviewed` is by the id of an action of the last meeting where it stands.
    """
    supervision = lock_supervision(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    if unknown := values.keys() - RECORDED:
        raise TypeError(f"record() does not save {', '.join(sorted(unknown))}.")
    if values.get("overall_rag") and not values.get("rationale", "").strip():
        raise Refusal("Give the rationale for the overall RAG.", "rationale")
    passages.write(supervision, written, people=people_ids(supervision.family))
    _review(supervision, reviewed or {})
    # One more whatever was written: the version counts the changes of the passages too.
    new_version(supervision, **values)
    return supervision


def _review(supervision: GroupSupervision, reviewed: Mapping[int, str]) -> None:
    existing = {review.action_id: review for review in supervision.reviews.all()}
    for action in actions_of_last(supervision).filter(pk__in=reviewed):
        said = reviewed[action.pk].strip()
        if action.pk in existing:
            change(existing[action.pk], text=said)
        elif said:
            ActionReview.objects.create(family=supervision.family, supervision=supervision, action=action, text=said)


@service
def agree_actions(
    supervision: GroupSupervision, agreed: Mapping[int, dict[str, Any]], *, by: User, at: datetime
) -> None:
    """Several actions, by the number of the row in which each was typed; all or none."""
    for row, action in agreed.items():
        try:
            agree_action(supervision, by=by, at=at, **action)
        except Refusal as refusal:
            raise refusal.at(f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def agree_action(supervision: GroupSupervision, *, by: User, at: datetime, **action: Any) -> AgreedAction:
    """An action agreed in this supervision; without an owner or a date it is refused (A6.7, A7.8).

    Idempotent: where an action with the same values is agreed already, gives that one.
    """
    supervision = lock_supervision(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    require_not_over(supervision)
    if supervision.state == SupervisionState.PREPARED:
        raise Refusal("Actions are agreed when the group has met. Say first that it was held.")
    wanted = {f"action__{name}": value for name, value in (ACTION_DEFAULTS | action).items()}
    existing = supervision.action_lines.filter(action__withdrawn_because="", **wanted).select_related("action").first()
    if existing:
        return existing.action
    agreed_on = london_date(supervision.held_at or at)
    agreed = actions.agree(supervision.family, by=by, agreed_on=agreed_on, at=at, **action)
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
    return actions.withdraw(lock(line.action), because=because, by=by, at=at)
