"""By which allocation somebody is the family's social worker."""

from datetime import datetime

from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.users.models import User
from casework.users.roles import Role


def leading_allocation(family: Family, user: User, at: datetime) -> Allocation | None:
    """The allocation by which `user` is the family's social worker at `at`, or None."""
    mine = family.allocation_set.on(timezone.localdate(at)).filter(worker=user, role=Role.SOCIAL_WORKER)
    return mine.first()
