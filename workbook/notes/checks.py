"""Whether a note may be brought into a summary (C9)."""

from datetime import datetime

from casework.notes.models import CaseNote
from casework.notes.states import HAPPENED
from casework.users.models import User
from workbook.notes.queries import leading_allocation
from workbook.workbooks.queries import open_workbook_of


def may_bring_in(note: CaseNote, user: User, at: datetime) -> bool:
    """Whether the page offers it: what `bring_in` would not refuse, and has not been done."""
    return (
        note.state in HAPPENED
        and not note.summary_lines.exists()
        and leading_allocation(note.family, user, at) is not None
        and open_workbook_of(note.family) is not None
    )
