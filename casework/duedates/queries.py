"""Which clocks run."""

from django.db.models import Model, QuerySet

from casework.duedates.models import DueDate


def running_clock(timescale: str, subject: Model) -> QuerySet[DueDate]:
    """The clock `timescale` of the row `subject`: one row where it runs, else none."""
    return DueDate.objects.running().of(subject).filter(timescale=timescale)
