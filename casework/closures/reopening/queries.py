"""What a closing ended, and which of it can go on."""

from datetime import date
from typing import Any

from casework.access import Can, access_of
from casework.allocations.models import Allocation
from casework.allocations.queries import leads_from
from casework.closures.models import Closure
from casework.duedates.models import DueDate
from casework.subjects import type_of


def ended_ids(closure: Closure, model: type[Any]) -> list[int]:
    """The ids of the rows of `model` that ended with this closing."""
    return list(closure.ended.filter(subject_type=type_of(model)).values_list("subject_id", flat=True))


def dues_that_ended(closure: Closure) -> list[DueDate]:
    """As they were cancelled: what was replaced, met or cancelled in another way is not among them."""
    return list(DueDate.objects.filter(pk__in=ended_ids(closure, DueDate), cancelled_at__isnull=False).shown())


def part_that_ended(closure: Closure) -> Allocation | None:
    rows = Allocation.objects.filter(pk__in=ended_ids(closure, Allocation)).select_related("worker", "family")
    return rows.first()


def why_part_stays_ended(part: Allocation, today: date) -> str:
    """Why the lead's part does not go on with the case; '' where it does."""
    if not part.worker.is_active:
        return f"{part.worker} does not work here any more."
    if part.family.allocation_set.filter(worker=part.worker_id, until_date=None).exists():
        return f"{part.worker} is allocated again."
    # On the day of the closing itself the one who led leads still.
    if any(span.worker != part.worker for span in leads_from(part.family, today)):
        return "Somebody else leads now."
    if not any(each.role == part.role for each in part.worker.memberships.on(today)):
        return f"{part.worker} does not work in that role any more."
    if not access_of(part.worker, part.family, today=today).can(Can.READ):
        return f"{part.worker} may not work with this family any more."
    return ""
