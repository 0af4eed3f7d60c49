"""The versions of a child's case summary, and when the next is due."""

from django.db.models import QuerySet

from casework.case_summaries.models import CaseSummary
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.people.models import Person


def summaries_of(family: Family, child: Person) -> QuerySet[CaseSummary]:
    """The latest first, with their passages and who completed them."""
    return family.casesummary_set.filter(child=child).select_related("completed_by").prefetch_related("passages")


def due_date_of(family: Family, child: Person) -> DueDate | None:
    """The running clock of the child's case summary."""
    involvement = family.involvement_set.filter(child=child, closed_on=None).first()
    if involvement is None:
        return None
    return running_clock("case_summary", involvement).first()


def is_open_for(family: Family, child: Person) -> bool:
    """Whether the service works with the child."""
    return family.involvement_set.filter(child=child, closed_on=None).exists()
