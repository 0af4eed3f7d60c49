"""The due date of a child's next case summary."""

from collections.abc import Iterable
from datetime import datetime

from casework import practice
from casework.ages import ADULT
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.practice import calendar
from casework.referrals.models import Involvement
from casework.trail.acting import in_service
from casework.users.models import Team


@in_service
def start_case_summary_clock(involvement: Involvement, *, at: datetime, due_at: datetime | None = None) -> None:
    """Start the 3 months of an open child (C13), owned by the lead worker, or by the team while there is none.

    `due_at` is another moment, of a child who was brought in.

    No clock runs for a child who turns eighteen before it is due, or has died.
    """
    if involvement.child.died:
        return
    due_on = calendar.after(at, practice.current().timescales.case_summary).date()
    if involvement.child.has_attained(ADULT, due_on):
        return
    lead = family_lead(involvement.family)
    duedates.start(
        "case_summary",
        involvement,
        family=involvement.family,
        child=involvement.child,
        at=at,
        owner=lead.worker if lead else None,
        due_at=due_at,
    )


@in_service
def start_case_summary_clocks(rows: Iterable[tuple[Involvement, datetime]], *, team: Team, at: datetime) -> None:
    """As the one above, of open living children who have just come to `team` and have no lead; each by its moment."""
    last = calendar.after(at, practice.current().timescales.case_summary).date()
    duedates.start_first(
        "case_summary",
        [(row, row.child, due_at) for row, due_at in rows if not row.child.has_attained(ADULT, last)],
        team=team,
        at=at,
    )
