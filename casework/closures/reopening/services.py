"""Reopening a case that was closed in error: what the closing ended goes on, and its record stands with the mark."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import require_grade
from casework.allocations.clocks import follow_lead
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead, lead_and_managers
from casework.closures.models import Closure
from casework.closures.reopening.checks import why_not_reopened
from casework.closures.reopening.queries import dues_that_ended, part_that_ended, why_part_stays_ended
from casework.closures.services import lock_closure
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.families.headlines.services import carry_over
from casework.holds.models import Held
from casework.holds.queries import is_held
from casework.notifications.services import notify
from casework.referrals.clocks import WORKBOOK_DECISION
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.trail.versions import change_version
from casework.users.models import User


@service
def reopen(closure: Closure, *, because: str, by: User, at: datetime, version: int | None = None) -> Closure:
    """The closing was an error: the case goes on as if it had not closed, with just what this closing ended.

    A clock runs again with the moment at which it was due. The record of the closing reads as it was agreed.
    """
    closure = lock_closure(closure, version)
    require_grade(by, closure.family, "close_case")
    today = timezone.localdate(at)
    if closure.state != ClosureState.AGREED:
        raise Conflict(why_not_reopened(closure, today))
    if why_not := why_not_reopened(closure, today):
        raise Refusal(why_not)
    if not because.strip():
        raise Refusal("Say why the closing was an error.", "because")
    CLOSURE_STATES.require(closure.state, ClosureState.REOPENED)
    change_version(
        closure, state=ClosureState.REOPENED, reopened_by=by, reopened_at=at, reopened_because=because.strip()
    )
    change(closure.involvement, closed_on=None, closed_because="")
    _let_part_go_on(closure, today)
    lead = family_lead(closure.family, today)
    duedates.undo_cancel_each(_still_due(closure), lead=lead.worker if lead else None)
    follow_lead(closure.family, at=at)
    carry_over([closure.family_id], at=at)
    told = {*lead_and_managers(closure.family, today), closure.asked_by, closure.agreed_by}
    users = sorted({user for user in told if user and user != by and user.is_active}, key=lambda user: user.pk)
    notify("case_reopened", users, subject=closure, family=closure.family, by=by, at=at)
    return closure


def _let_part_go_on(closure: Closure, today: date) -> None:
    part: Allocation | None = part_that_ended(closure)
    if part is None or why_part_stays_ended(part, today):
        return
    change(part, until_date=None, lead_until=None, ended_because="", summary_of_involvement="", outcome="")


def _still_due(closure: Closure) -> list[DueDate]:
    """While a Workbook is open there is nothing to decide about one."""
    decided = is_held(closure.family, Held.CLOSURE)
    return [due for due in dues_that_ended(closure) if not (decided and due.timescale == WORKBOOK_DECISION)]
