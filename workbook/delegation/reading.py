"""Whom one may ask for a part of a summary, and what was asked."""

from typing import NamedTuple

from django.db.models import Case, Value, When
from django.urls import reverse

from casework.access import Can
from casework.users.models import Absence
from workbook.delegation.models import DelegatedTask
from workbook.delegation.states import TaskState
from workbook.summaries.states import SummaryState

COLOURS = {TaskState.ASKED: "orange", TaskState.DONE: "green", TaskState.WITHDRAWN: "grey"}


def who_may_take(summary, today):
    """The summaries of those who could write a part of `summary`, those of the same role first (A3.16).

    They work with the family and are not absent today; their own summary of the same episode is open and has no parts.
    """
    own_role = Case(When(allocation__role=summary.allocation.role, then=Value(0)), default=Value(1))
    open_now = summary.episode.summaries.wholes().filter(state=SummaryState.OPEN, parts=None)
    away = Absence.objects.on(today).filter(cancelled=False).values("user")
    working = summary.family.allocation_set.on(today).exclude(worker__in=away)
    return (
        open_now.filter(allocation__in=working)
        .exclude(pk=summary.pk)
        .select_related("worker", "allocation")
        .order_by(own_role, "worker__name")
    )


class TaskLine(NamedTuple):
    """A task as the page of a summary shows it; `withdraw_url` is '' where one may not withdraw it."""

    task: object
    who: str
    colour: str
    withdraw_url: str
    part_url: str


def may_withdraw(task, user, access):
    """Who asked, who finalises the whole now, or the lead in their stead."""
    own = user.pk in (task.asked_by_id, task.summary.worker_id)
    return access.can(Can.LEAD) or (own and access.can(Can.RECORD))


def tasks_of(summary, user, standing):
    """What was asked of colleagues for this summary, the withdrawn last."""
    tasks = DelegatedTask.objects.filter(summary=summary).select_related("summary", "part__worker", "part__allocation")
    return [_line(task, may_withdraw(task, user, standing)) for task in tasks.order_by(_withdrawn_last(), "pk")]


def _withdrawn_last():
    return Case(When(state=TaskState.WITHDRAWN, then=Value(1)), default=Value(0))


def _line(task, may_withdraw_it):
    args = [task.family_id, task.pk]
    return TaskLine(
        task,
        f"{task.part.worker}, {task.part.allocation.get_role_display().lower()}",
        COLOURS[task.state],
        reverse("task-withdraw", args=args) if task.state == TaskState.ASKED and may_withdraw_it else "",
        reverse("summary", args=[task.family_id, task.part_id]),
    )


def task_of_part(summary):
    """What is asked of the worker of `summary`, or was and is done; None for a summary of one's own."""
    tasks = DelegatedTask.objects.filter(part=summary).exclude(state=TaskState.WITHDRAWN)
    return tasks.select_related("asked_by", "summary__worker").first()


def asked_before(summary):
    """What the same worker asked for in the episode before this one, the same colleague's latest only (A3.16)."""
    before = DelegatedTask.objects.filter(
        summary__allocation=summary.allocation_id,
        summary__episode__workbook=summary.episode.workbook_id,
        summary__episode__number=summary.episode.number - 1,
    ).exclude(state=TaskState.WITHDRAWN)
    return before.select_related("part__worker").order_by("part__worker__name", "pk")
