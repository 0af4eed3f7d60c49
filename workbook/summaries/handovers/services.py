"""A worker leaves or is away: their open summary goes to a colleague, or is left out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.models import Allocation
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User
from workbook.episodes.states import RUNNING, EpisodeState
from workbook.summaries import services as summaries
from workbook.summaries.delegation import queries as delegation_queries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.handovers.checks import may_hand_over, may_leave_out
from workbook.summaries.handovers.queries import possible_successors
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import lock_summary
from workbook.summaries.states import SummaryState

CHANGED = "This summary was changed since you opened the page. See how it stands, and try again."


@service
def hand_over(
    summary: InterventionSummary,
    *,
    because: str,
    by: User,
    at: datetime,
    taker: User | None = None,
    version: int | None = None,
) -> InterventionSummary:
    """Hand an open summary over to the worker `taker`, into whose summary of the same period it goes.

    The text stays under its author's name and does not change any more. A part of a colleague's summary goes to that
    colleague, whoever `taker` is.
    """
    summary = _lock_open(summary, by, at, because, version, may_hand_over)
    mover = Mover.OWNER if summary.worker_id == by.pk else Mover.LEAD
    today = timezone.localdate(at)
    successor = None if summary.part_of_id else possible_successors(summary, today).filter(worker=taker).first()
    if successor is None and not summary.part_of_id:
        raise Refusal("Choose somebody who works with the family and is here.", "taker")
    target = hand_to(summary, successor, because=because.strip(), mover=mover, at=at)
    users = {target.worker, summary.worker} - {by}
    notify_of_handover("summary_handed_over", summary, users, by=by, at=at, to=target.worker_id)
    return summary


@service
def leave_out(
    summary: InterventionSummary, *, because: str, by: User, at: datetime, version: int | None = None
) -> InterventionSummary:
    """Leave out what a worker who is away or leaves will not finalise; it keeps its text, with the reason."""
    summary = _lock_open(summary, by, at, because, version, may_leave_out)
    summary = summaries.leave_out(summary, because=because.strip(), at=at)
    notify_of_handover("summary_left_out", summary, {summary.worker}, by=by, at=at)
    return summary


def _lock_open(
    summary: InterventionSummary, by: User, at: datetime, because: str, version: int | None, may: Callable[..., bool]
) -> InterventionSummary:
    summary = lock_summary(summary)
    access = require(by, summary.family, Can.RECORD)
    check_version(summary, version, CHANGED)
    if summary.episode.state == EpisodeState.BEGUN:
        raise Refusal(
            "The episode before this one still awaits its supervision. Hand this summary over, or leave it, after it."
        )
    if not may(summary, by, access, timezone.localdate(at)):
        raise Refusal(
            f"{summary.worker} can finalise this summary. Only of a worker who is away or leaves, and while it is "
            "open, can a summary be handed over or left, by the lead worker or a manager."
        )
    if not because.strip():
        raise Refusal("Give the reason.", "because")
    return summary


@in_service
def hand_to(
    summary: InterventionSummary,
    successor: Allocation | None,
    *,
    because: str,
    at: datetime,
    mover: Mover = Mover.LEAD,
) -> InterventionSummary:
    """Return the summary into which it goes; raises a Refusal with the field `taker`. Family and summary are locked."""
    # Only a part, which goes to its whole, comes without a successor.
    target = summary.part_of or _target(summary, cast("Allocation", successor), at)
    for task in delegation_queries.open_tasks(part=summary):
        delegation.set_withdrawn(task, because=because, at=at)
    for part in summary.parts.all():
        change_version(lock(part), part_of=target)
    for task in DelegatedTask.objects.filter(summary=summary).exclude(state=TaskState.WITHDRAWN):
        change_version(task, summary=target)
    summaries.change_state(
        summary, SummaryState.HANDED_OVER, mover, at=at, part_of=target, handed_over_because=because, goes_to=None
    )  # fmt: skip
    return target


def _target(summary: InterventionSummary, successor: Allocation, at: datetime) -> InterventionSummary:
    """The successor's own summary of the same period, which is open or begins here."""
    found = successor.summaries.filter(episode=summary.episode).first()
    if found is None:
        if summary.episode.state not in RUNNING:
            raise Refusal(
                f"The episode is {summary.episode.get_state_display()}, and {successor.worker} has no summary in it. "
                "Choose somebody who has an open one, or leave it as it stands.",
                "taker",
            )
        return summaries.start(successor, summary.episode, at=at)
    theirs = lock(found)
    if theirs.state != SummaryState.OPEN:
        raise Refusal(
            f"{successor.worker}'s summary of this period is {theirs.get_state_display()}. If it is finalised, ask "
            "them to take it back first, or choose somebody else.",
            "taker",
        )
    return _whole_of_their_own(theirs, summary, at)


def _whole_of_their_own(theirs: InterventionSummary, summary: InterventionSummary, at: datetime) -> InterventionSummary:
    """Whoever writes a part of this same summary takes it over into a summary of their own."""
    if theirs.part_of_id is None:
        return theirs
    if theirs.part_of_id != summary.pk:
        whole = cast("InterventionSummary", theirs.part_of)
        raise Refusal(
            f"{theirs.worker} writes a part of {whole.worker}'s summary. Choose {whole.worker}, or somebody else.",
            "taker",
        )
    for task in delegation_queries.open_tasks(part=theirs):
        delegation.set_withdrawn(task, because=f"{theirs.worker} takes the whole over.", at=at)
    delegation.detach_part(theirs, at=at)
    return theirs


def notify_of_handover(
    kind: str, summary: InterventionSummary, users: set[User], *, at: datetime, by: User | None = None, **values: Any
) -> None:
    """Notify those of `users` who still work here of what becomes of the summary."""
    working = sorted((user for user in users if user.is_active), key=lambda user: user.pk)
    notify(kind, working, subject=summary, family=summary.family, by=by, at=at, **values)
