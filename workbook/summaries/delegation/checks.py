"""What refuses a delegated task, and its withdrawal (A3.16, A3.17, A3.18)."""

from datetime import date, datetime

from casework.access import Can, FamilyAccess
from casework.refusal import Conflict, Refusal
from casework.users.models import User
from casework.words import say_when
from workbook.episodes.states import RUNNING
from workbook.summaries.checks import why_part_over
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.queries import part_candidates
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def check_whole(summary: InterventionSummary, by: User, today: date) -> None:
    """Who finalises the whole asks for a part of it, while it is open (A3.18)."""
    if summary.worker_id != by.pk:
        raise Refusal(f"Only {summary.worker} asks for a part of this summary, since they finalise the whole.")
    if over := why_part_over(summary, today):
        raise Refusal(over)
    if summary.part_of:
        raise Refusal(f"This is a part of {summary.part_of.worker}'s summary already, so no part of it is asked for.")
    if summary.episode.state not in RUNNING:
        raise Conflict(f"The episode is {summary.episode.get_state_display()}, so no part can be asked for any more.")
    if summary.state != SummaryState.OPEN:
        raise Conflict(f"This summary is {summary.get_state_display()}, so no part of it can be asked for any more.")


def check_task(
    summary: InterventionSummary, worker: User, *, what_is_needed: str, due_at: datetime, at: datetime, today: date
) -> None:
    """A task says what is needed and by when, before the next group supervision (A3.17)."""
    if not what_is_needed.strip():
        raise Refusal("Say what is needed.", "what_is_needed")
    if due_at <= at:
        raise Refusal("Choose a time to come.", "due_at")
    planned_for = summary.episode.supervision_planned_for
    if due_at >= planned_for:
        raise Refusal(
            f"The group supervision is planned for {say_when(planned_for)}. The part must be due before it.", "due_at"
        )
    if not part_candidates(summary, today).filter(worker=worker).exists():
        raise Refusal(
            f"{worker} cannot take a part of this summary: it needs somebody who works with the family, is here today "
            "and has an open summary of their own in this episode, with no part of anybody else's in it.",
            "part",
        )


def check_still_asked(task: DelegatedTask) -> None:
    """Raise Conflict for a task that is done or withdrawn."""
    if task.state == TaskState.DONE:
        raise Conflict(f"{task.part.worker} has finalised the part already, so the task is done. Nothing was changed.")
    if task.state == TaskState.WITHDRAWN:
        raise Conflict("This task is withdrawn already, and nothing more was changed.")


def may_withdraw_task(task: DelegatedTask, user: User, access: FamilyAccess) -> bool:
    """Who asked, who finalises the whole now, or the lead in their stead."""
    own = user.pk in (task.asked_by_id, task.summary.worker_id)
    return access.can(Can.LEAD) or (own and access.can(Can.RECORD))
