"""An order that ends by itself: whoever leads is told before its day."""

from datetime import datetime

from django.utils import timezone

from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.people.responsibility.models import ParentalResponsibility
from casework.practice.calendar import end_of_day
from casework.trail.acting import in_service

ORDER_ENDS = "order_ends"


@in_service
def reconcile(row: ParentalResponsibility, *, at: datetime) -> None:
    """The clock runs until the day on which the order ends, and no more once somebody said that it has ended."""
    if row.ended_on is not None:
        duedates.meet(ORDER_ENDS, row, at=at)
    elif row.ends_on is None:
        duedates.cancel(ORDER_ENDS, row, at=at)
    else:
        lead = family_lead(row.family, timezone.localdate(at))
        owner = lead.worker if lead else None
        duedates.start(
            ORDER_ENDS, row, family=row.family, at=at, owner=owner, child=row.child, due_at=end_of_day(row.ends_on)
        )
