"""To whom an open summary may go."""

from datetime import date

from django.db.models import F, QuerySet

from casework.absences.models import Absence
from casework.allocations.models import Allocation
from workbook.summaries.models import InterventionSummary


def possible_successors(summary: InterventionSummary, today: date) -> QuerySet[Allocation]:
    """The allocations of those who could take it over, the lead first: they are here and work with the family."""
    away = Absence.objects.on(today).filter(cancelled=False).values("user")
    staying = summary.family.allocation_set.on(today).filter(until_date=None)
    taken = staying.exclude(pk=summary.allocation_id).exclude(worker__in=away).select_related("worker")
    return taken.order_by(F("lead_from").asc(nulls_last=True), "worker__name")
