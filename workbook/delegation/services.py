"""Two workers write one summary: the one asks for a part, the other writes and finalises it (A3.16, A3.17, A3.18)."""

from django.utils import timezone

from casework.access import Can, require
from casework.families.services import lock
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import say_when
from workbook.delegation import ending
from workbook.delegation.checks import check_task, check_whole, refuse_over
from workbook.delegation.models import DelegatedTask
from workbook.delegation.reading import may_withdraw, who_may_take
from workbook.summaries import clocks, locking
from workbook.summaries.services import locked
from workbook.summaries.states import SummaryState

CHANGED = "This task was changed since you opened the page. See how it stands, and try again."


@service
def delegate(summary, worker, *, what_is_needed, due_at, by, at, form_key=None):
    """Ask `worker` for a part of `summary`, by `due_at`, which lies before the supervision (A3.17).

    Their own summary of the episode becomes that part. A second submission gives the same task.
    """
    summary = locked(summary)
    require(by, summary.family, Can.RECORD)
    if form_key and (task := DelegatedTask.objects.filter(form_key=form_key).first()):
        return task
    today = timezone.localdate(at)
    check_whole(summary, by)
    check_task(summary, worker, what_is_needed=what_is_needed, due_at=due_at, at=at, today=today)
    part = who_may_take(summary, today).select_related("family", "episode").get(worker=worker)
    change(part, part_of=summary, version=part.version + 1)
    clocks.follow(part, at=at)
    locking.settle(part.family)
    task = DelegatedTask.objects.create(
        family=summary.family, summary=summary, part=part, what_is_needed=what_is_needed.strip(), due_at=due_at,
        asked_by=by, asked_at=at, form_key=form_key,
    )  # fmt: skip
    ending.start_clock(task, at=at)
    what = f"{by} asks you for a part of their summary, by {say_when(due_at)}"
    ending.tell(worker, task, what, at=at, url=ending.page_of(part))
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
    if not may_withdraw(task, by, access):
        raise Refusal(f"Only {task.summary.worker}, the lead social worker or a manager withdraws this task.")
    refuse_over(task)
    if version is not None and task.version != version:
        raise Conflict(CHANGED)
    if not because.strip():
        raise Refusal("Say why it is not needed any more.", "because")
    ending.withdraw(task, because=because.strip(), mover=Mover.LEAD, at=at)
    part = locked(task.part)
    if part.state == SummaryState.OPEN:
        ending.give_back(part, at=at)
    what = f"{by} does not need your part of {task.summary.worker}'s summary any more: {because.strip()}"
    ending.tell(part.worker, task, what, at=at, url=ending.page_of(part))
    return task
