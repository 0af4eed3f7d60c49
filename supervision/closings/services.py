"""Closing the family's Workbook, on its own or at the sign-off of a supervision (A2.3 to A2.7, C12)."""

from casework.access import require_grade
from casework.families.services import lock
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from supervision.closings import checks
from supervision.closings.ending import end
from supervision.closings.standing import standing_of
from supervision.groups.telling import business_support, tell_workers
from workbook.books import reasons
from workbook.books import services as workbooks
from workbook.books.models import Workbook
from workbook.books.states import WORKBOOK_STATES, WorkbookState

CHANGED = (
    "Something in this Workbook was added or finished since you opened the page. Read again what is still open, and "
    "close it once more if you still want to."
)


@service
def close(workbook, *, reason, because, by, at, no_final_because="", call_off=False, withdraw=False, seen=None):
    """Close it, and end all that is still open in it, in one transaction.

    `reason` is a key of the practice file; `no_final_because` says why there is no final Family Programme where the
    reason asks for one; `call_off` and `withdraw` are what happens to visits to come and to open actions. `seen` is
    what the page listed as open: where it is not so any more the page is stale.
    """
    lock(workbook.family)
    workbook = Workbook.objects.select_related("family").get(pk=workbook.pk)
    require_grade(by, workbook.family, "close_workbook")
    WORKBOOK_STATES.require(workbook.state, WorkbookState.CLOSED, Mover.MANAGER)
    _check(workbook, reason, because, no_final_because)
    standing = standing_of(workbook, at=at)
    if seen is not None and seen != standing.seen:
        raise Conflict(CHANGED)
    without = no_final_because if reasons.chosen(reason).final_programme and checks.without_final(workbook) else ""
    end(workbook, standing, because=because.strip(), by=by, at=at, call_off=call_off, withdraw=withdraw)
    workbook = workbooks.close(
        workbook, reason=reason, because=because, no_final_programme_because=without, by=by, at=at
    )
    _tell(workbook, by, at)
    return workbook


def _check(workbook, reason, because, no_final_because):
    chosen = reasons.chosen(reason)
    if not because.strip():
        raise Refusal("Give the reason for closing the Workbook.", "decision_because")
    checks.check_no_meeting_waits(workbook)
    checks.check_reason(workbook, chosen, no_final_because)


def _tell(workbook, by, at):
    what = f"the Workbook was closed: {reasons.label_of(workbook.closed_reason)}"
    others = business_support(workbook.family, at)
    tell_workers(workbook.episodes.first(), what, by=by, at=at, others=others)
