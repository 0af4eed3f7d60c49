"""Where the timescales lead whose pages are of casework, and of whom each is."""

from typing import Any

from casework.access.ways import Page, Way
from casework.duedates.models import DueDate
from casework.duedates.registry import ClockPage, register
from casework.plans.models import Plan
from casework.referrals.models import Involvement


def _child(due: DueDate, row: Any) -> str:
    return str(row.child)


register(
    ClockPage(
        "early_help_planning",
        Plan,
        Way(Page("child-plans", lambda plan: (plan.child_id,))),
        about=_child,
        related=("child",),
    ),
    ClockPage(
        "case_summary",
        Involvement,
        Way(Page("case-summary", lambda part: (part.child_id,))),
        about=_child,
        related=("child",),
    ),
)
