"""Agreeing to close a child's case ends the child's part in the Workbook, which goes on with the others."""

from datetime import date, datetime
from typing import Any, cast

from casework.closures import services as closures
from casework.closures.models import Closure
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import User
from workbook.closures.checks import check_child_remains
from workbook.closures.queries import running_members
from workbook.workbooks.queries import open_workbook_of


@service
def agree(closure: Closure, *, by: User, at: datetime, **details: Any) -> Closure:
    """As `casework.closures.services.agree`; the child stays a member of the periods that are over (C2)."""
    closure = closures.agree(closure, by=by, at=at, **details)
    workbook = open_workbook_of(closure.family)
    if workbook:
        closing_on = cast("date", closure.closing_on)  # an_agreed_closure_says_who_when_and_why
        check_child_remains(workbook, closure.involvement.child)
        members = list(running_members(workbook).filter(person__in=closure.involvement.child.all_ids))
        for member in members:
            change(member, until_date=max(closing_on, member.from_date))
        closures.note_ended(closure, members)
    return closure
