"""Delegated tasks: those still to be done, who may be asked, what was asked before (A3.16, A3.17)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from casework import practice
from casework.absences.models import Absence
from casework.practice import calendar
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def open_tasks(**of: Any) -> QuerySet[DelegatedTask]:
    """The tasks that are still to be done, of a `summary`, a `part` or an episode (`summary__episode`)."""
    tasks = DelegatedTask.objects.filter(state=TaskState.ASKED, **of)
    return tasks.select_related("family", "part__worker", "part__family", "part__episode", "summary__worker")


def suggested_due(planned_for: datetime, at: datetime) -> datetime:
    """As long before the supervision as the practice file says; where that is past, half of the time that is left."""
    due_at = calendar.before(planned_for, practice.current().timescale("delegated_task"))
    return due_at if due_at > at else at + (planned_for - at) / 2


def part_candidates(summary: InterventionSummary, today: date) -> QuerySet[InterventionSummary]:
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


def task_of_part(summary: InterventionSummary) -> DelegatedTask | None:
    """What is asked of the worker of `summary`, or was and is done; None for a summary of one's own."""
    tasks = DelegatedTask.objects.filter(part=summary).exclude(state=TaskState.WITHDRAWN)
    return tasks.select_related("asked_by", "summary__worker").first()


def previous_tasks(summary: InterventionSummary) -> QuerySet[DelegatedTask]:
    """What the same worker asked for in the episode before this one (A3.16)."""
    before = DelegatedTask.objects.filter(
        summary__allocation=summary.allocation_id,
        summary__episode__workbook=summary.episode.workbook_id,
        summary__episode__number=summary.episode.number - 1,
    ).exclude(state=TaskState.WITHDRAWN)
    return before.select_related("part__worker").order_by("part__worker__name", "pk")


def standing_before(episode: WorkbookEpisode) -> QuerySet[DelegatedTask]:
    """What was agreed for good, as the episode before this one has it."""
    before = DelegatedTask.objects.filter(
        summary__episode__workbook=episode.workbook_id, summary__episode__number=episode.number - 1, standing=True
    )
    return before.select_related("summary", "part", "asked_by").order_by("pk")


def own_summaries(episode: WorkbookEpisode) -> QuerySet[InterventionSummary]:
    """The open summaries of the episode that are no part of another, of those who work with the family."""
    found = episode.summaries.wholes().filter(state=SummaryState.OPEN)
    return found.select_related("worker", "allocation", "family", "episode")


def tasks_of(summary: InterventionSummary) -> QuerySet[DelegatedTask]:
    """What was asked of colleagues for this summary, the withdrawn last."""
    tasks = DelegatedTask.objects.filter(summary=summary).select_related("summary", "part__worker", "part__allocation")
    return tasks.order_by(Case(When(state=TaskState.WITHDRAWN, then=Value(1)), default=Value(0)), "pk")
