"""Why a Workbook holds its family: closing the case, changing relationships, joining another family."""

from casework.access.ways import Page
from casework.families.models import Family
from casework.holds.models import Held
from casework.holds.registry import Reason, register
from casework.words import say_date
from workbook.relationships.checks import why_locked
from workbook.workbooks.models import Workbook

WORKBOOK = Page("workbook")


def _open(workbook: Workbook) -> str:
    return f"A Workbook is open: version {workbook.version}, since {say_date(workbook.opened_at)}."


def _locked(family: Family) -> str:
    return why_locked(family) or "A summary is open."


def _kept_one(family: Family) -> str:
    return "has a Workbook of its own. Its record stays one"


register(
    Reason(Held.CLOSURE, Workbook, _open, WORKBOOK),
    Reason(Held.RELATIONSHIPS, Family, _locked, WORKBOOK),
    Reason(Held.JOINING, Family, _kept_one, WORKBOOK),
)
