"""Closing the family's Workbook, on its own or at a sign-off (A2.3 to A2.7, C12)."""

from datetime import datetime

from django.utils import timezone

from casework.access import require_grade
from casework.actions import services as actions
from casework.frozen.services import freeze
from casework.notes import services as notes
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import check_fingerprint, lock
from casework.trail.versions import change_version
from casework.users.models import User
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.queries import business_support
from supervision.group_supervisions.services import notify_workers
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState
from supervision.packs import services as packs
from supervision.workbook_closures import checks, contents
from supervision.workbook_closures.queries import OpenInWorkbook, open_in_workbook
from workbook.programmes import services as programmes
from workbook.programmes.assessments import services as assessments
from workbook.summaries.delegation import services as delegation
from workbook.workbooks import services as workbooks
from workbook.workbooks.checks import require_closure_reason
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WORKBOOK_STATES, WorkbookState

WORKBOOK_CLOSED = "The Workbook closed"

CHANGED = (
    "Something in this Workbook was added or finished since you opened the page. Read again what is still open, and "
    "close it once more if you still want to."
)


@in_service
def end_open_work(
    workbook: Workbook,
    open_work: OpenInWorkbook,
    *,
    because: str,
    by: User,
    at: datetime,
    call_off: bool,
    withdraw: bool,
) -> None:
    """End everything of `open_work` but the episodes and summaries, which the Workbook itself ends.

    `call_off` and `withdraw` are whether visits to come are called off, and open actions taken back.
    """
    reason = f"{WORKBOOK_CLOSED}: {because}"
    for task in open_work.tasks:
        delegation.set_withdrawn(task, because=reason, at=at)
    for assessment in open_work.assessments:
        assessments.return_locked(assessment, because=reason)
    programmes.end_all(workbook, because=reason, at=at)
    for supervision in open_work.supervisions:
        _end_supervision(supervision)
    for note in open_work.visits if call_off else ():
        notes.call_off(note, because=reason, by=by, at=at)
    for action in open_work.actions if withdraw else ():
        actions.withdraw(action, because=reason, by=by, at=at)


def _end_supervision(supervision: GroupSupervision) -> None:
    SUPERVISION_STATES.require(supervision.state, SupervisionState.NOT_HELD)
    change_version(supervision, state=SupervisionState.NOT_HELD)
    packs.drop_wanted(supervision)


@service
def close(
    workbook: Workbook,
    *,
    reason: str,
    because: str,
    by: User,
    at: datetime,
    no_final_because: str = "",
    care_because: str = "",
    call_off: bool = False,
    withdraw: bool = False,
    fingerprint: str | None = None,
) -> Workbook:
    """Close it, and end all that is still open in it, in one transaction.

    `reason` is a key of the practice file; `no_final_because` says why there is no final Family Programme where the
    reason asks for one, `care_because` why it closes although a child in care keeps it open; `call_off` and `withdraw`
    are what happens to visits to come and to open actions. `fingerprint` is of what the page listed as open; raises
    Conflict where it is another now.
    """
    lock(workbook.family)
    workbook = Workbook.objects.select_related("family").get(pk=workbook.pk)
    require_grade(by, workbook.family, "close_workbook")
    WORKBOOK_STATES.require(workbook.state, WorkbookState.CLOSED)
    _check(workbook, reason, because, no_final_because, care_because)
    open_work = open_in_workbook(workbook, at=at)
    if fingerprint is not None:
        check_fingerprint(fingerprint, open_work.fingerprint, CHANGED)
    asks_for_final = require_closure_reason(reason).final_programme and checks.missing_final_programmes(workbook)
    today = timezone.localdate(at)
    were_open = contents.open_parts(open_work, today, call_off=call_off, withdraw=withdraw)
    end_open_work(workbook, open_work, because=because.strip(), by=by, at=at, call_off=call_off, withdraw=withdraw)
    workbook = workbooks.close(
        workbook, reason=reason, because=because, by=by, at=at,
        no_final_programme_because=no_final_because if asks_for_final else "",
        closed_with_care_because=care_because if checks.care_hindrances(workbook) else "",
    )  # fmt: skip
    parts = [*contents.parts_of(workbook, today), *were_open]
    freeze("workbook", workbook, title=contents.title_of(workbook), parts=parts, by=by, at=at)
    _notify_workers(workbook, by, at)
    return workbook


def _check(workbook: Workbook, reason: str, because: str, no_final_because: str, care_because: str) -> None:
    chosen = require_closure_reason(reason)
    if not because.strip():
        raise Refusal("Give the reason for closing the Workbook.", "decision_because")
    checks.check_no_supervision_waits(workbook)
    checks.check_reason(workbook, chosen, no_final_because, care_because)


def _notify_workers(workbook: Workbook, by: User, at: datetime) -> None:
    others = business_support(workbook.family, at)
    notify_workers("workbook_closed", workbook.family, subject=workbook, by=by, at=at, others=others)
