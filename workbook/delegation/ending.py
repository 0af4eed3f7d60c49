"""What becomes of a delegated task with its part: done, asked again, fallen away, moved. No service of its own.

Called by the services of tasks, summaries and episodes, in their transactions, with the episode locked.
"""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.duedates import clock
from casework.duedates import services as duedates
from casework.notifications.services import notify
from casework.states import Mover
from casework.trail.rows import change
from casework.words import say_when
from workbook.delegation.models import DelegatedTask
from workbook.delegation.states import TASK_STATES, TaskState
from workbook.summaries import clocks, locking
from workbook.summaries.states import SummaryState

SUBJECT = "A part of a summary"


def start_clock(task, *, at):
    """It is due when the worker who asked for it said (A3.17)."""
    part = task.part
    duedates.start(
        "delegated_task", task, family=task.family, at=at, owner=part.worker, url=page_of(part), due_at=task.due_at
    )


def page_of(summary):
    return reverse("summary", args=[summary.family_id, summary.pk])


def tell(user, row, what, *, at, url):
    """Tell one worker what concerns a task or a part (`row`) of their family."""
    notify([user], family=row.family, text=f"{row.family}: {what}", url=url, at=at, subject=SUBJECT)


def asked(**of):
    """The tasks that are still to be done, of a `summary`, a `part` or an episode (`summary__episode`)."""
    tasks = DelegatedTask.objects.filter(state=TaskState.ASKED, **of)
    return tasks.select_related("family", "part__worker", "part__family", "part__episode", "summary__worker")


def done(part, *, at):
    """The worker finalised a part; nothing for a summary of one's own (A3.18)."""
    for task in asked(part=part):
        TASK_STATES.require(task.state, TaskState.DONE, Mover.OWNER)
        change(task, state=TaskState.DONE, done_at=at, version=task.version + 1)
        duedates.meet("delegated_task", task, at=at)
        whole = task.summary
        tell(whole.worker, task, f"{part.worker} has finalised a part of your summary", at=at, url=page_of(whole))


def asked_again(part, *, at):
    """The worker took a finalised part back: it is still to be done, by the moment by which it was."""
    for task in DelegatedTask.objects.filter(part=part, state=TaskState.DONE):
        TASK_STATES.require(task.state, TaskState.ASKED, Mover.OWNER)
        change(task, state=TaskState.ASKED, done_at=None, version=task.version + 1)
        start_clock(task, at=at)


def withdraw(task, *, because, at, mover=Mover.PRODUCT):
    """The task falls away; its part stays what it is."""
    TASK_STATES.require(task.state, TaskState.WITHDRAWN, mover)
    change(task, state=TaskState.WITHDRAWN, withdrawn_because=because, version=task.version + 1)
    duedates.cancel("delegated_task", task, at=at)


def give_back(part, *, at):
    """The part is a summary of its worker's own again, with its own rating and clocks, and locks what one locks."""
    change(part, part_of=None, version=part.version + 1)
    clocks.follow(part, at=at)
    locking.settle(part.family)


def tell_authors(whole, *, because, at):
    """Nobody reads a finalised part of what is left out: those who still work with the family may give it alone."""
    working = whole.family.allocation_set.on(timezone.localdate(at))
    for part in whole.parts.filter(state=SummaryState.FINALISED, allocation__in=working).select_related("worker"):
        what = (
            f"your part of {whole.worker}'s summary is not read at the supervision, since the whole is left out. Take "
            f"your part back if it should be read: it is a summary of your own then, with a rating. Why: {because}"
        )
        tell(part.worker, part, what, at=at, url=page_of(part))


def fall_away(summary, *, because, at):
    """`summary` is left out or goes: the task by which it is a part falls away, and so do those of its own parts.

    Who was asked for a part that is still open has a summary of their own again.
    """
    for task in asked(part=summary):
        withdraw(task, because=because, at=at)
        if task.summary.worker.is_active:
            what = f"{summary.worker}'s part of your summary is left out: {because}"
            tell(task.summary.worker, task, what, at=at, url=page_of(task.summary))
    for task in asked(summary=summary):
        withdraw(task, because=because, at=at)
        if task.part.state == SummaryState.OPEN:
            give_back(task.part, at=at)
            what = f"your part of {summary.worker}'s summary is a summary of your own again: {because}"
            tell(task.part.worker, task, what, at=at, url=page_of(task.part))
    tell_authors(summary, because=because, at=at)


def close(tasks, *, because, at):
    """With the episode or the Workbook what was still to be done ends."""
    for task in tasks:
        withdraw(task, because=because, at=at)


def move_before(episode, planned_for, *, at):
    """A task is due before the supervision: where that comes first, the task moves with it (A3.17)."""
    for task in asked(summary__episode=episode, due_at__gte=planned_for):
        change(task, due_at=suggested_due(planned_for, at), version=task.version + 1)
        start_clock(task, at=at)
        what = (
            f"your part of {task.summary.worker}'s summary is due {say_when(task.due_at)}, since the supervision moved"
        )
        tell(task.part.worker, task, what, at=at, url=page_of(task.part))


def suggested_due(planned_for, at):
    """As long before the supervision as the practice file says; where that has passed, half-way to it."""
    due_at = clock.before(planned_for, practice.current().timescale("delegated_task"))
    return due_at if due_at > at else at + (planned_for - at) / 2
