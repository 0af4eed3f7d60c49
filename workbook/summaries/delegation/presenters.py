"""Delegated tasks as the page of a summary shows them."""

from typing import NamedTuple

from django.urls import reverse

from casework.access import FamilyAccess
from casework.users.models import User
from workbook.summaries.delegation import queries
from workbook.summaries.delegation.checks import may_withdraw_task
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TASK_COLOURS, TaskState
from workbook.summaries.models import InterventionSummary


class TaskRow(NamedTuple):
    """A task as the page of a summary shows it; `withdraw_url` is '' where one may not withdraw it."""

    task: DelegatedTask
    who: str
    colour: str
    withdraw_url: str
    part_url: str


def task_rows(summary: InterventionSummary, user: User, access: FamilyAccess) -> list[TaskRow]:
    """What was asked of colleagues for this summary, the withdrawn last."""
    return [_row(task, may_withdraw_task(task, user, access)) for task in queries.tasks_of(summary)]


def _row(task: DelegatedTask, may_withdraw_it: bool) -> TaskRow:
    args = [task.family_id, task.pk]
    return TaskRow(
        task,
        f"{task.part.worker}, {task.part.allocation.get_role_display().lower()}",
        TASK_COLOURS[task.state],
        reverse("task-withdraw", args=args) if task.state == TaskState.ASKED and may_withdraw_it else "",
        reverse("summary", args=[task.family_id, task.part_id]),
    )


class PreviousTask(NamedTuple):
    """What was asked in the episode before; `url` opens the form with it."""

    who: User
    what: str
    url: str


def previous_rows(summary: InterventionSummary) -> list[PreviousTask]:
    form_url = reverse("summary-delegate", args=[summary.family_id, summary.pk])
    return [
        PreviousTask(task.part.worker, task.what_is_needed, f"{form_url}?again={task.pk}")
        for task in queries.previous_tasks(summary)
    ]
