"""Carrying out what was decided on the open summaries of a worker whose part ends, at once or after the last day.

The family is locked by the services of allocations.
"""

from datetime import date, datetime
from typing import cast

from django.utils import timezone

from casework.allocations.models import Allocation
from casework.allocations.queries import managers_of
from casework.refusal import Refusal
from casework.trail.acting import in_service
from casework.trail.versions import change_version
from casework.users.models import User
from casework.words import say_date
from workbook.allocations.open_summaries.checks import field_names
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.allocations.open_summaries.queries import open_summaries
from workbook.episodes.states import EpisodeState
from workbook.summaries.handovers.services import hand_to, notify_of_handover
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import lock_summary
from workbook.summaries.services import leave_out
from workbook.summaries.states import SummaryState


@in_service
def carry_out(
    summary: InterventionSummary, chosen: OpenSummaryDecision, allocation: Allocation, *, over: bool, at: datetime
) -> None:
    """What was chosen for a summary that is open; `allocation` is the part of its worker, which has its last day."""
    # Its worker writes in what is begun ahead until the last day, after which it is left (C24).
    waits = summary.episode.state == EpisodeState.BEGUN and not over
    if chosen.action == OpenSummaryAction.LEAVE and not waits:
        leave_out(summary, because=chosen.because.strip(), at=at)
    if chosen.action != OpenSummaryAction.HAND_OVER:
        return
    to = summary.part_of.worker if summary.part_of else chosen.to or allocation.handed_to
    if to is None or (summary.part_of is None and not _working(allocation, to)):
        raise Refusal("Choose to whom the summary goes: somebody takes over, or a colleague.", field_names(summary)[1])
    summary = lock_summary(summary)
    change_version(summary, goes_to=to, handed_over_because=chosen.because.strip())
    if over:
        _hand_over(summary, allocation, at)


def _working(allocation: Allocation, user: User) -> Allocation | None:
    return allocation.family.allocation_set.filter(worker=user, until_date=None).first()


def _hand_over(summary: InterventionSummary, allocation: Allocation, at: datetime) -> None:
    """At once, where the last day has passed; raises a Refusal with its field where it cannot be."""
    successor = _working(allocation, cast("User", summary.goes_to))
    try:
        target = hand_to(summary, successor, because=summary.handed_over_because, at=at)
    except Refusal as refusal:
        raise refusal.at(field_names(summary)[1]) from refusal
    _notify_successor(summary, target, at)


@in_service
def after_the_last_day(allocation: Allocation, *, at: datetime) -> None:
    """What was not finalised goes to whom it was to go, or is left as it stands."""
    for summary in open_summaries(allocation):
        why_not = _why_not_handed_over(summary, allocation, at) if summary.goes_to_id else ""
        if why_not is not None:
            leave_out(summary, because=why_not or _default_reason(allocation), at=at)
        if why_not:
            _notify_managers(summary, at)


def _why_not_handed_over(summary: InterventionSummary, allocation: Allocation, at: datetime) -> str | None:
    """None where it was handed over; otherwise why it could not be."""
    working = allocation.family.allocation_set.on(timezone.localdate(at))
    successor = working.filter(worker=summary.goes_to_id).select_related("worker").first()
    if successor is None and summary.part_of_id is None:
        return f"It was to go to {summary.goes_to}, who does not work with the family."
    try:
        target = hand_to(lock_summary(summary), successor, because=summary.handed_over_because, at=at)
    except Refusal:
        return _why_refused(summary, cast("Allocation", successor))
    _notify_successor(summary, target, at)
    return None


def _why_refused(summary: InterventionSummary, successor: Allocation) -> str:
    """Why nobody's summary takes it, plainly: there is no page any more on which to choose somebody else."""
    theirs = successor.summaries.filter(episode=summary.episode).select_related("part_of__worker").first()
    if theirs is None:
        why = f"who had no summary when the episode was {summary.episode.get_state_display()}"
    elif theirs.state == SummaryState.FINALISED:
        why = "whose summary was finalised already"
    elif theirs.part_of:
        why = f"who wrote a part of {theirs.part_of.worker}'s summary"
    else:
        why = f"whose summary was {theirs.get_state_display()}"
    return f"It was to go to {successor.worker}, {why}."


def _notify_successor(summary: InterventionSummary, target: InterventionSummary, at: datetime) -> None:
    notify_of_handover("summary_goes_into_yours", summary, {target.worker}, at=at)


def _notify_managers(summary: InterventionSummary, at: datetime) -> None:
    managers = set(managers_of(summary.family, timezone.localdate(at)))
    notify_of_handover("summary_not_handed_over", summary, managers, at=at)


def _default_reason(allocation: Allocation) -> str:
    last_day = cast("date", allocation.until_date)
    return allocation.left_because or (
        f"{allocation.worker}'s part ended on {say_date(last_day)}, before it was finalised."
    )
