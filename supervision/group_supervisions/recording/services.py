"""Recording what the group thought, rated and agreed (A4.2, A6.7, C30)."""

from casework.access import require_grade
from casework.actions import services as actions
from casework.actions.models import AgreedAction
from casework.duedates import services as duedates
from casework.passages import services as passages
from casework.passages.queries import people_ids
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import london_date
from supervision.group_supervisions import checks as group_supervisions_checks
from supervision.group_supervisions.models import SupervisionAction
from supervision.group_supervisions.recording import checks
from supervision.group_supervisions.services import locked
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from workbook.episodes import services as episodes
from workbook.workbooks import clocks as workbooks

# What an action is where its values do not say otherwise.
ACTION_DEFAULTS = {"owner_user": None, "owner_person": None, "owner_agency": "", "child": None, "desired_outcome": ""}


@service
def record_meeting(supervision, *, agreed, by, at, **recorded):
    """What the group thought, as `record`, and the actions that it agreed: whole or not at all (A6.7).

    `agreed` gives the values of `agree_action` by the number of the row; a refusal names the row's field.
    """
    supervision = record(supervision, by=by, at=at, **recorded)
    agree_actions(supervision, agreed, by=by, at=at)
    return supervision


@service
def record(supervision, *, held_at, written, by, at, version=None, **values):
    """Save what the group thought; with it the supervision is held at `held_at`, which meets the monthly clock.

    `values` are overall_rag, rationale, dissent and relationships_checked.
    """
    supervision = locked(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    group_supervisions_checks.require_not_over(supervision)
    checks.check_held(supervision, held_at, at)
    if values.get("overall_rag") and not values.get("rationale", "").strip():
        raise Refusal("Give the rationale for the overall RAG.", "rationale")
    _hold(supervision, held_at)
    passages.write(supervision, written, people=people_ids(supervision.family))
    change(supervision, state=SupervisionState.HELD, held_at=held_at, version=supervision.version + 1, **values)
    return supervision


def _hold(supervision, held_at):
    """The monthly clock is met once; correcting the time moves the anchor of the next (C30)."""
    workbook = supervision.episode.workbook
    if supervision.state == SupervisionState.PREPARED:
        SUPERVISION_STATES.require(supervision.state, SupervisionState.HELD, Mover.MANAGER)
        episodes.mark_supervised(supervision.episode)
        duedates.meet("group_supervision", workbook, at=held_at)
    elif supervision.held_at == held_at:
        return
    else:
        duedates.correct_met("group_supervision", workbook, was=supervision.held_at, at=held_at)
    workbooks.start_group_supervision(workbook, at=held_at)


@service
def agree_actions(supervision, agreed, *, by, at):
    """Several actions, by the number of the row in which each was typed; all or none."""
    for row, action in agreed.items():
        try:
            agree_action(supervision, by=by, at=at, **action)
        except Refusal as refusal:
            raise type(refusal)(refusal.sentence, f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def agree_action(supervision, *, by, at, **action):
    """An action agreed in this supervision; without an owner or a date it is refused (A6.7, A7.8).

    The same action typed twice is one: a page that is sent again does no harm.
    """
    supervision = locked(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    group_supervisions_checks.require_not_over(supervision)
    same = {f"action__{name}": value for name, value in (ACTION_DEFAULTS | action).items()}
    standing = supervision.action_lines.filter(action__withdrawn_because="", **same).select_related("action").first()
    if standing:
        return standing.action
    agreed = actions.agree(supervision.family, by=by, agreed_on=london_date(supervision.held_at or at), **action)
    SupervisionAction.objects.create(family=supervision.family, supervision=supervision, action=agreed)
    return agreed


@service
def drop_action(supervision, action, *, because, by, at):
    """Take back an action that was typed in error, before the sign-off."""
    supervision = locked(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    group_supervisions_checks.require_not_over(supervision)
    action = AgreedAction.objects.select_for_update(no_key=True).get(
        pk=action.pk, supervision_line__supervision=supervision
    )
    return actions.withdraw(action, because=because, by=by)
