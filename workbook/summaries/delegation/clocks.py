"""The due date of a delegated task (A3.17)."""

from casework.duedates import services as duedates
from workbook.summaries.clocks import summary_url


def start_delegated_task(task, *, at):
    """It is due when the worker who asked for it said (A3.17)."""
    part = task.part
    duedates.start(
        "delegated_task", task, family=task.family, at=at, owner=part.worker, url=summary_url(part), due_at=task.due_at
    )
