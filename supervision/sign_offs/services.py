"""Signing off a supervision: it is filed, and the next episode opens or the Workbook closes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from casework.access import require_grade
from casework.allocations.queries import managers_of
from casework.families.services import set_headline
from casework.frozen.services import freeze
from casework.notifications.services import notify
from casework.practice.schema import Section
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.versions import change_version
from casework.users.models import User
from casework.words import london_date
from supervision.group_supervisions import contents
from supervision.group_supervisions.models import Decision, Filing, GroupSupervision
from supervision.group_supervisions.services import lock_supervision, notify_workers
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from supervision.packs import services as packs
from supervision.sign_offs.checks import check_decision, missing_for_sign_off
from supervision.workbook_closures import services as workbook_closures
from workbook.episodes import services as episodes
from workbook.episodes.queries import children_ever
from workbook.summaries.checks import check_strategy, is_new_red


@service
def sign_off(
    supervision: GroupSupervision,
    *,
    decision: str,
    decision_because: str,
    by: User,
    at: datetime,
    sections: Iterable[Section],
    next_planned_for: datetime | None = None,
    closed_reason: str = "",
    left_out: Mapping[int, str] | None = None,
    strategy_discussion: str = "",
    no_strategy_because: str = "",
    version: int | None = None,
    **closing: Any,
) -> GroupSupervision:
    """Sign off: filed on each child of the episode, and the next episode opens or the Workbook closes.

    A new Red asks whether there is a strategy discussion today, and if not, why. `left_out` gives, by the child's id,
    the reason for not filing it on that child (C2). `closing` are the arguments of
    `supervision.workbook_closures.services.close` besides the reason, for a Workbook that closes.
    """
    supervision = lock_supervision(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    SUPERVISION_STATES.require(supervision.state, SupervisionState.SIGNED_OFF)
    missing = list(missing_for_sign_off(supervision, sections))
    if missing:
        raise Refusal(" ".join(missing))
    previous_rag = supervision.family.headline.overall_rag
    new_red = is_new_red(supervision.overall_rag, previous_rag)
    strategy = check_strategy(new_red, strategy_discussion, no_strategy_because)
    check_decision(decision, next_planned_for, at)
    change_version(
        supervision, state=SupervisionState.SIGNED_OFF, decision=decision, decision_because=decision_because.strip(),
        closed_reason=closed_reason if decision == Decision.CLOSE else "", signed_off_at=at, signed_off_by=by,
        **strategy,
    )  # fmt: skip
    _file(supervision, left_out or {}, by, at)
    # Before anything follows from the decision: what closing the Workbook takes back was agreed all the same.
    parts = contents.parts_of(supervision, timezone.localdate(at))
    freeze("supervision", supervision, title=contents.title_of(supervision), parts=parts, by=by, at=at)
    _update_headline(supervision, previous_rag)
    packs.drop_wanted(supervision)
    if decision == Decision.CONTINUE:
        episodes.open_next(supervision.episode.workbook, planned_for=cast("datetime", next_planned_for), at=at)
    else:
        workbook_closures.close(
            supervision.episode.workbook, reason=closed_reason, because=decision_because, by=by, at=at, **closing
        )
    if new_red:
        _notify_of_red(supervision, by, at)
    notify_workers("supervision_signed_off", supervision.family, subject=supervision, by=by, at=at)
    return supervision


def _notify_of_red(supervision: GroupSupervision, by: User, at: datetime) -> None:
    managers = set(managers_of(supervision.family, timezone.localdate(at))) - {by}
    notify("supervision_new_red", managers, subject=supervision, family=supervision.family, by=by, at=at)


def _file(supervision: GroupSupervision, left_out: Mapping[int, str], by: User, at: datetime) -> None:
    for child in children_ever(supervision.episode):
        # The reason may have been given of the other entry of a child who was entered twice.
        because = next((left_out[pk] for pk in child.all_ids if pk in left_out), "")
        Filing.objects.create(
            family=supervision.family, supervision=supervision, child=child, by=by, at=at,
            left_out_because=because.strip(),
        )  # fmt: skip


def _update_headline(supervision: GroupSupervision, previous_rag: str) -> None:
    held_on = london_date(cast("datetime", supervision.held_at))
    values: dict[str, Any] = {"overall_rag": supervision.overall_rag, "previous_rag": previous_rag}
    if supervision.overall_rag != previous_rag:
        values["rag_since"] = held_on
    set_headline(supervision.family, **values)
