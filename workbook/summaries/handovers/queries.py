"""To whom an open summary may go."""

from django.db.models import F

from casework.absences.models import Absence


def possible_successors(summary, today):
    """The allocations of those who could take it over, the lead first: they are here and work with the family."""
    away = Absence.objects.on(today).filter(cancelled=False).values("user")
    staying = summary.family.allocation_set.on(today).filter(until_date=None)
    taken = staying.exclude(pk=summary.allocation_id).exclude(worker__in=away).select_related("worker")
    return taken.order_by(F("lead_from").asc(nulls_last=True), "worker__name")
