from workbook.workbooks.states import WORKBOOK_STATES, WorkbookState


def test_workbook_is_closed_and_stays_closed():
    WORKBOOK_STATES.require(WorkbookState.OPEN, WorkbookState.CLOSED)
    assert not WORKBOOK_STATES.may(WorkbookState.CLOSED, WorkbookState.OPEN)


def test_workbook_states_have_a_row_each():
    assert set(WORKBOOK_STATES.moves) == set(WorkbookState)
