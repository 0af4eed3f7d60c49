"""Delegated tasks as the page of a summary shows them."""

from typing import NamedTuple

from django.db.models import Case, Value, When
from django.urls import reverse

from workbook.summaries.delegation.checks import may_withdraw_task
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TASK_COLOURS, TaskState

DELEGATING = [
    "Their own summary of this period, with its notes, becomes the part: it is read in yours, under their name.",
    "They write and finalise their part, without a rating. You rate the risk, and finalise the whole.",
    "You can finalise the whole when every part that you asked for is finalised, or not needed any more.",
]
WITHDRAWING = [
    "Whoever was asked has a summary of their own for this period again, to rate and to finalise.",
    "What they have written stays theirs.",
]


class TaskRow(NamedTuple):
    """A task as the page of a summary shows it; `withdraw_url` is '' where one may not withdraw it."""

    task: object
    who: str
    colour: str
    withdraw_url: str
    part_url: str


def task_rows(summary, user, standing):
    """What was asked of colleagues for this summary, the withdrawn last."""
    tasks = DelegatedTask.objects.filter(summary=summary).select_related("summary", "part__worker", "part__allocation")
    return [_line(task, may_withdraw_task(task, user, standing)) for task in tasks.order_by(_withdrawn_last(), "pk")]


def _withdrawn_last():
    return Case(When(state=TaskState.WITHDRAWN, then=Value(1)), default=Value(0))


def _line(task, may_withdraw_it):
    args = [task.family_id, task.pk]
    return TaskRow(
        task,
        f"{task.part.worker}, {task.part.allocation.get_role_display().lower()}",
        TASK_COLOURS[task.state],
        reverse("task-withdraw", args=args) if task.state == TaskState.ASKED and may_withdraw_it else "",
        reverse("summary", args=[task.family_id, task.part_id]),
    )
