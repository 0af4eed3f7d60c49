import pytest

from casework.refusal import Refusal
from casework.states import Mover
from workbook.workbooks.states import WORKBOOK_STATES, WorkbookState


def test_workbook_is_closed_by_a_manager_and_stays_closed():
    WORKBOOK_STATES.require(WorkbookState.OPEN, WorkbookState.CLOSED, Mover.MANAGER)
    with pytest.raises(Refusal, match="Only a manager"):
        WORKBOOK_STATES.require(WorkbookState.OPEN, WorkbookState.CLOSED, Mover.LEAD)
    assert not WORKBOOK_STATES.may(WorkbookState.CLOSED, WorkbookState.OPEN)


def test_workbook_states_have_a_row_each():
    assert set(WORKBOOK_STATES.moves) == set(WorkbookState)
