"""The due date of a delegated task (A3.17)."""

from datetime import datetime

from casework.duedates import services as duedates
from workbook.summaries.delegation.models import DelegatedTask


def start_delegated_task(task: DelegatedTask, *, at: datetime) -> None:
    """Due at the moment that the worker who asked for it chose."""
    duedates.start("delegated_task", task, family=task.family, at=at, owner=task.part.worker, due_at=task.due_at)
