"""By which allocation somebody leads the work with a family."""

from datetime import datetime

from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.users.models import User


def leading_allocation(family: Family, user: User, at: datetime) -> Allocation | None:
    """The allocation by which `user` leads the work with the family at `at`, or None (A11.1)."""
    return family.allocation_set.leading(timezone.localdate(at)).filter(worker=user).first()
