"""Asking a colleague for a part of a summary, and what becomes of the task with its part (A3.16, A3.17, A3.18)."""

from django.utils import timezone

from casework.access import Can, require
from casework.duedates import services as duedates
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.words import say_when
from workbook.relationships import services
from workbook.summaries import clocks
from workbook.summaries.clocks import summary_url
from workbook.summaries.delegation import clocks as delegation_clocks
from workbook.summaries.delegation.checks import check_still_asked, check_task, check_whole, may_withdraw_task
from workbook.summaries.delegation.clocks import start_delegated_task
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.queries import open_tasks, part_candidates, suggested_due
from workbook.summaries.delegation.states import TASK_STATES, TaskState
from workbook.summaries.queries import lock_summary
from workbook.summaries.states import SummaryState

SUBJECT = "A part of a summary"


def notify_worker(user, row, what, *, at, url):
    """Tell one worker what concerns a task or a part (`row`) of their family."""
    notify([user], family=row.family, text=f"{row.family}: {what}", url=url, at=at, subject=SUBJECT)


def mark_tasks_done(part, *, at):
    """The worker finalised a part; nothing for a summary of one's own (A3.18)."""
    for task in open_tasks(part=part):
        TASK_STATES.require(task.state, TaskState.DONE, Mover.OWNER)
        change(task, state=TaskState.DONE, done_at=at, version=task.version + 1)
        duedates.meet("delegated_task", task, at=at)
        whole = task.summary
        notify_worker(
            whole.worker, task, f"{part.worker} has finalised a part of your summary", at=at, url=summary_url(whole)
        )


def reopen_tasks(part, *, at):
    """The worker took a finalised part back: it is still to be done, by the moment by which it was."""
    for task in DelegatedTask.objects.filter(part=part, state=TaskState.DONE):
        TASK_STATES.require(task.state, TaskState.ASKED, Mover.OWNER)
        change(task, state=TaskState.ASKED, done_at=None, version=task.version + 1)
        start_delegated_task(task, at=at)


def set_withdrawn(task, *, because, at, mover=Mover.PRODUCT):
    """The task falls away; its part stays what it is."""
    TASK_STATES.require(task.state, TaskState.WITHDRAWN, mover)
    change(task, state=TaskState.WITHDRAWN, withdrawn_because=because, version=task.version + 1)
    duedates.cancel("delegated_task", task, at=at)


def detach_part(part, *, at):
    """The part is a summary of its worker's own again, with its own rating and clocks, and locks what one locks."""
    change(part, part_of=None, version=part.version + 1)
    clocks.follow(part, at=at)
    services.update_lock(part.family)


def notify_part_authors(whole, *, because, at):
    """Nobody reads a finalised part of what is left out: those who still work with the family may give it alone."""
    working = whole.family.allocation_set.on(timezone.localdate(at))
    for part in whole.parts.filter(state=SummaryState.FINALISED, allocation__in=working).select_related("worker"):
        what = (
            f"your part of {whole.worker}'s summary is not read at the supervision, since the whole is left out. Take "
            f"your part back if it should be read: it is a summary of your own then, with a rating. Why: {because}"
        )
        notify_worker(part.worker, part, what, at=at, url=summary_url(part))


def withdraw_tasks_of(summary, *, because, at):
    """`summary` is left out or goes: the task by which it is a part falls away, and so do those of its own parts.

    Who was asked for a part that is still open has a summary of their own again.
    """
    for task in open_tasks(part=summary):
        set_withdrawn(task, because=because, at=at)
        if task.summary.worker.is_active:
            what = f"{summary.worker}'s part of your summary is left out: {because}"
            notify_worker(task.summary.worker, task, what, at=at, url=summary_url(task.summary))
    for task in open_tasks(summary=summary):
        set_withdrawn(task, because=because, at=at)
        if task.part.state == SummaryState.OPEN:
            detach_part(task.part, at=at)
            what = f"your part of {summary.worker}'s summary is a summary of your own again: {because}"
            notify_worker(task.part.worker, task, what, at=at, url=summary_url(task.part))
    notify_part_authors(summary, because=because, at=at)


def withdraw_all(tasks, *, because, at):
    """With the episode or the Workbook what was still to be done ends."""
    for task in tasks:
        set_withdrawn(task, because=because, at=at)


def move_due_dates(episode, planned_for, *, at):
    """A task is due before the supervision: where that comes first, the task moves with it (A3.17)."""
    for task in open_tasks(summary__episode=episode, due_at__gte=planned_for):
        change(task, due_at=suggested_due(planned_for, at), version=task.version + 1)
        start_delegated_task(task, at=at)
        what = (
            f"your part of {task.summary.worker}'s summary is due {say_when(task.due_at)}, since the supervision moved"
        )
        notify_worker(task.part.worker, task, what, at=at, url=summary_url(task.part))


CHANGED = "This task was changed since you opened the page. See how it stands, and try again."


@service
def delegate(summary, worker, *, what_is_needed, due_at, by, at, form_key=None):
    """Ask `worker` for a part of `summary`, by `due_at`, which lies before the supervision (A3.17).

    Their own summary of the episode becomes that part. A second submission gives the same task.
    """
    summary = lock_summary(summary)
    require(by, summary.family, Can.RECORD)
    if form_key and (task := DelegatedTask.objects.filter(form_key=form_key).first()):
        return task
    today = timezone.localdate(at)
    check_whole(summary, by)
    check_task(summary, worker, what_is_needed=what_is_needed, due_at=due_at, at=at, today=today)
    part = part_candidates(summary, today).select_related("family", "episode").get(worker=worker)
    change(part, part_of=summary, version=part.version + 1)
    clocks.follow(part, at=at)
    services.update_lock(part.family)
    task = DelegatedTask.objects.create(
        family=summary.family, summary=summary, part=part, what_is_needed=what_is_needed.strip(), due_at=due_at,
        asked_by=by, asked_at=at, form_key=form_key,
    )  # fmt: skip
    delegation_clocks.start_delegated_task(task, at=at)
    what = f"{by} asks you for a part of their summary, by {say_when(due_at)}"
    notify_worker(worker, task, what, at=at, url=clocks.summary_url(part))
    return task


@service
def withdraw(task, *, because, by, at, version=None):
    """The part is not needed any more; who was asked for it has a summary of their own again."""
    lock(task.family)
    task = (
        DelegatedTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "summary__worker", "part__worker", "part__family", "part__episode")
        .get(pk=task.pk)
    )
    access = require(by, task.family, Can.RECORD)
    if not may_withdraw_task(task, by, access):
        raise Refusal(f"Only {task.summary.worker}, the lead social worker or a manager withdraws this task.")
    check_still_asked(task)
    if version is not None and task.version != version:
        raise Conflict(CHANGED)
    if not because.strip():
        raise Refusal("Say why it is not needed any more.", "because")
    set_withdrawn(task, because=because.strip(), mover=Mover.LEAD, at=at)
    part = lock_summary(task.part)
    if part.state == SummaryState.OPEN:
        detach_part(part, at=at)
    what = f"{by} does not need your part of {task.summary.worker}'s summary any more: {because.strip()}"
    notify_worker(part.worker, task, what, at=at, url=clocks.summary_url(part))
    return task
