"""Asking a colleague for a part of a summary, and what becomes of the task with its part (A3.16, A3.17, A3.18)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.duedates import services as duedates
from casework.families.models import FamilyRecord
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User
from workbook.episodes.models import WorkbookEpisode
from workbook.relationships import services as relationships
from workbook.summaries import clocks
from workbook.summaries.delegation.checks import check_still_asked, check_task, check_whole, may_withdraw_task
from workbook.summaries.delegation.clocks import start_delegated_task
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.queries import (
    open_tasks,
    own_summaries,
    part_candidates,
    standing_before,
    suggested_due,
)
from workbook.summaries.delegation.states import TASK_STATES, TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import lock_summary
from workbook.summaries.states import SummaryState

CHANGED = "This task was changed since you opened the page. See how it stands, and try again."


@service
def delegate(
    summary: InterventionSummary,
    worker: User,
    *,
    what_is_needed: str,
    due_at: datetime,
    by: User,
    at: datetime,
    standing: bool = False,
) -> DelegatedTask:
    """Ask `worker` for a part of `summary`, by `due_at`, which lies before the supervision (A3.17).

    Their own summary of the episode becomes that part. What is `standing` is so in each episode that follows too.
    """
    summary = lock_summary(summary)
    require(by, summary.family, Can.RECORD)
    today = timezone.localdate(at)
    check_whole(summary, by, today)
    check_task(summary, worker, what_is_needed=what_is_needed, due_at=due_at, at=at, today=today)
    part = part_candidates(summary, today).select_related("family", "episode").get(worker=worker)
    said = {"what_is_needed": what_is_needed.strip(), "due_at": due_at, "standing": standing}
    task = _make_part(summary, part, **said, asked_by=by, asked_at=at, at=at)
    _notify_worker("part_asked_for", worker, task, by=by, at=at)
    return task


def _make_part(summary: InterventionSummary, part: InterventionSummary, *, at: datetime, **asked: Any) -> DelegatedTask:
    change_version(part, part_of=summary)
    clocks.follow(part, at=at)
    relationships.update_lock(part.family)
    task = DelegatedTask.objects.create(family=summary.family, summary=summary, part=part, **asked)
    start_delegated_task(task, at=at)
    return task


@in_service
def carry_on(episode: WorkbookEpisode, *, at: datetime) -> None:
    """What was agreed for good is not asked anew: in the next episode each part is one of the same whole again.

    Where both still have a summary of their own in it; nobody is notified, since nothing is new.
    """
    for task in standing_before(episode):
        own = {each.allocation_id: each for each in own_summaries(episode)}
        whole, part = own.get(task.summary.allocation_id), own.get(task.part.allocation_id)
        if whole is None or part is None or part.parts.exists():
            continue
        due_at = suggested_due(episode.supervision_planned_for, at)
        said = {"what_is_needed": task.what_is_needed, "asked_by": task.asked_by, "asked_at": task.asked_at}
        _make_part(whole, part, **said, due_at=due_at, standing=True, at=at)


@service
def withdraw(task: DelegatedTask, *, because: str, by: User, at: datetime, version: int | None = None) -> DelegatedTask:
    """The part is not needed any more; who was asked for it has a summary of their own again."""
    lock(task.family)
    task = lock(task, "family", "summary__worker", "part__worker", "part__family", "part__episode")
    access = require(by, task.family, Can.RECORD)
    if not may_withdraw_task(task, by, access):
        raise Refusal(f"Only {task.summary.worker}, the lead worker or a manager withdraws this task.")
    check_still_asked(task)
    check_version(task, version, CHANGED)
    if not because.strip():
        raise Refusal("Say why it is not needed any more.", "because")
    set_withdrawn(task, because=because.strip(), at=at)
    # What the closing of an episode withdraws goes on in the next one; what somebody withdraws does not.
    change(task, standing=False)
    part = lock_summary(task.part)
    if part.state == SummaryState.OPEN:
        detach_part(part, at=at)
    _notify_worker("part_not_needed", part.worker, task, by=by, at=at)
    return task


@in_service
def mark_tasks_done(part: InterventionSummary, *, at: datetime) -> None:
    """The worker finalised a part; nothing for a summary of one's own (A3.18)."""
    for task in open_tasks(part=part):
        TASK_STATES.require(task.state, TaskState.DONE)
        change_version(task, state=TaskState.DONE, done_at=at)
        duedates.meet("delegated_task", task, at=at)
        _notify_worker("part_finalised", task.summary.worker, task, by=part.worker, at=at)


@in_service
def reopen_tasks(part: InterventionSummary, *, at: datetime) -> None:
    """The worker took a finalised part back: the task is open again, due at the same moment as before."""
    for task in DelegatedTask.objects.filter(part=part, state=TaskState.DONE):
        TASK_STATES.require(task.state, TaskState.ASKED)
        change_version(task, state=TaskState.ASKED, done_at=None)
        start_delegated_task(task, at=at)


@in_service
def set_withdrawn(task: DelegatedTask, *, because: str, at: datetime) -> None:
    """The task is withdrawn; its part stays what it is."""
    TASK_STATES.require(task.state, TaskState.WITHDRAWN)
    change_version(task, state=TaskState.WITHDRAWN, withdrawn_because=because)
    duedates.cancel("delegated_task", task, at=at)


@in_service
def detach_part(part: InterventionSummary, *, at: datetime) -> None:
    """The part is a summary of its worker's own again, with its own rating and clocks, and locks what one locks."""
    change_version(part, part_of=None)
    clocks.follow(part, at=at)
    relationships.update_lock(part.family)


@in_service
def notify_part_authors(whole: InterventionSummary, *, at: datetime) -> None:
    """The whole is left out and its finalised parts with it: notify their authors, who may take them back."""
    working = whole.family.allocation_set.on(timezone.localdate(at))
    for part in whole.parts.filter(state=SummaryState.FINALISED, allocation__in=working).select_related("worker"):
        _notify_worker("part_not_read", part.worker, part, at=at)


@in_service
def withdraw_tasks_of(summary: InterventionSummary, *, because: str, at: datetime) -> None:
    """`summary` is left out: the task by which it is a part is withdrawn, and so are those of its own parts.

    Who was asked for a part that is still open has a summary of their own again.
    """
    for task in open_tasks(part=summary):
        set_withdrawn(task, because=because, at=at)
        if task.summary.worker.is_active:
            _notify_worker("part_left_out", task.summary.worker, task, at=at)
    for task in open_tasks(summary=summary):
        set_withdrawn(task, because=because, at=at)
        if task.part.state == SummaryState.OPEN:
            detach_part(task.part, at=at)
            _notify_worker("part_own_again", task.part.worker, task, at=at)
    notify_part_authors(summary, at=at)


@in_service
def withdraw_all(tasks: Iterable[DelegatedTask], *, because: str, at: datetime) -> None:
    """The episode or the Workbook closes: its open tasks are withdrawn."""
    for task in tasks:
        set_withdrawn(task, because=because, at=at)


@in_service
def move_due_dates(episode: WorkbookEpisode, planned_for: datetime, *, at: datetime) -> None:
    """A task is due before the supervision: where that comes first, the task moves with it (A3.17)."""
    for task in open_tasks(summary__episode=episode, due_at__gte=planned_for):
        change_version(task, due_at=suggested_due(planned_for, at))
        start_delegated_task(task, at=at)
        _notify_worker("part_due_moved", task.part.worker, task, at=at)


def _notify_worker(kind: str, user: User, row: FamilyRecord, *, at: datetime, by: User | None = None) -> None:
    """Notify one worker of what concerns a task or a part (`row`) of their family."""
    notify(kind, [user], subject=row, family=row.family, by=by, at=at)
