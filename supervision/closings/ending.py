"""What is still open in a Workbook ends with it: called inside the transaction that closes it."""

from casework.actions import services as actions
from casework.notes import services as notes
from casework.states import Mover
from casework.trail.rows import change
from supervision.closings.standing import Standing
from supervision.groups.states import SUPERVISION_STATES, SupervisionState
from supervision.packs import services as packs
from workbook.assessments import services as assessments
from workbook.delegation import ending as delegation
from workbook.programmes import services as programmes

CLOSED = "The Workbook closed"


def end(workbook, standing: Standing, *, because, by, at, call_off, withdraw):
    """End everything of `standing` but the episodes and summaries, which the Workbook itself ends.

    `call_off` and `withdraw` are whether visits to come are called off, and open actions taken back.
    """
    reason = f"{CLOSED}: {because}"
    for task in standing.tasks:
        delegation.withdraw(task, because=reason, at=at)
    for assessment in standing.assessments:
        assessments.return_held(assessment, because=reason)
    programmes.end_all(workbook, because=reason, at=at)
    for supervision in standing.supervisions:
        _not_held(supervision)
    for note in standing.visits if call_off else ():
        notes.call_off(note, because=reason, by=by, at=at)
    for action in standing.actions if withdraw else ():
        actions.withdraw(action, because=reason, by=by)


def _not_held(supervision):
    SUPERVISION_STATES.require(supervision.state, SupervisionState.NOT_HELD, Mover.MANAGER)
    change(supervision, state=SupervisionState.NOT_HELD, version=supervision.version + 1)
    packs.drop_wanted(supervision)
