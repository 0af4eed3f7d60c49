"""What agreeing to close a child's case brings about."""

from collections.abc import Iterator

from casework.closures.models import Closure
from casework.closures.queries import is_last_open
from casework.words import say_date
from workbook.workbooks.queries import open_workbook_of


def consequences_of(closure: Closure) -> Iterator[str]:
    involvement = closure.involvement
    closing_on = say_date(closure.closing_on) if closure.closing_on else "the day that is given"
    yield f"The case for {involvement.child} closes on {closing_on}. The record does not change any more."
    yield "The letters can still be completed. A new referral can be recorded at any time."
    if is_last_open(involvement):
        yield "No other child is open: the case closes for the whole family, which its team can go on reading."
    elif open_workbook_of(closure.family):
        yield f"The Workbook goes on without {involvement.child}; the periods before stay in the file."
