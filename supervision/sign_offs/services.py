"""Signing off a supervision: it is filed, and the next episode opens or the Workbook closes."""

from casework.access import require_grade
from casework.families.services import set_headline
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import london_date
from supervision.group_supervisions.models import Decision, Filing
from supervision.group_supervisions.services import locked, notify_workers
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from supervision.packs import services as packs
from supervision.sign_offs import checks
from supervision.sign_offs.checks import missing_for_sign_off
from supervision.workbook_closures import services as workbook_closures
from workbook.episodes import queries
from workbook.episodes import services as episodes


@service
def sign_off(
    supervision,
    *,
    decision,
    decision_because,
    by,
    at,
    sections,
    next_planned_for=None,
    closed_reason="",
    left_out=None,
    version=None,
    **closing,
):
    """Sign off: filed on each child of the episode, and the next episode opens or the Workbook closes.

    `left_out` gives, by the child's id, the reason for not filing it on that child (C2). `closing` are the arguments of
    `supervision.workbook_closures.services.close` besides the reason, for a Workbook that closes.
    """
    supervision = locked(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    SUPERVISION_STATES.require(supervision.state, SupervisionState.SIGNED_OFF, Mover.MANAGER)
    missing = list(missing_for_sign_off(supervision, sections))
    if missing:
        raise Refusal(" ".join(missing))
    checks.check_decision(decision, decision_because, next_planned_for, at)
    previous_rag = supervision.family.headline.overall_rag
    change(
        supervision, state=SupervisionState.SIGNED_OFF, decision=decision, decision_because=decision_because.strip(),
        closed_reason=closed_reason if decision == Decision.CLOSE else "", signed_off_at=at, signed_off_by=by,
        version=supervision.version + 1,
    )  # fmt: skip
    _file(supervision, left_out or {}, by, at)
    _update_headline(supervision, previous_rag)
    packs.drop_wanted(supervision)
    if decision == Decision.CONTINUE:
        episodes.open_next(supervision.episode.workbook, planned_for=next_planned_for, at=at)
    else:
        workbook_closures.close(
            supervision.episode.workbook, reason=closed_reason, because=decision_because, by=by, at=at, **closing
        )
    notify_workers(supervision.episode, "the group supervision was signed off", by=by, at=at)
    return supervision


def _file(supervision, left_out, by, at):
    for child in queries.children_ever(supervision.episode):
        # The reason may have been given of the other entry of a child who was entered twice.
        because = next((left_out[pk] for pk in child.all_ids if pk in left_out), "")
        Filing.objects.create(
            family=supervision.family, supervision=supervision, child=child, by=by, at=at,
            left_out_because=because.strip(),
        )  # fmt: skip


def _update_headline(supervision, previous_rag):
    held_on = london_date(supervision.held_at)
    values = {"overall_rag": supervision.overall_rag, "previous_rag": previous_rag}
    if supervision.overall_rag != previous_rag:
        values["rag_since"] = held_on
    set_headline(supervision.family, **values)
