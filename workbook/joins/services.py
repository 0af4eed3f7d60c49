"""A family with a Workbook of its own is not joined to another."""

from casework.families.models import Family
from casework.holds import services as holds
from casework.holds.models import Held
from casework.trail.acting import in_service


@in_service
def hold_joining(family: Family) -> None:
    """Called with each row that may be the first of this app about the family; it holds for good."""
    holds.place(family, Held.JOINING, family)
