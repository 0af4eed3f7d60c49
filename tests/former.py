"""Former and second holders of a right: whose row has ended is refused, and who holds it now is not."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.db.models import Manager

from casework.allocations import services as allocations
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from casework.users.roles import Role
from tests.factories import NOW

YESTERDAY = NOW.date() - timedelta(days=1)
# The days of grace, on which one may still read, are over on NOW.
LAST_DAY = NOW.date() - timedelta(days=29)


def make_former(rows: Manager, *, by: User, last_day: date = YESTERDAY) -> None:
    """End the one row of `rows` (memberships, posts, covers, a list's entries) after `last_day`."""
    with acting(by):
        change(rows.get(), until_date=last_day)


def leave(user: User, *, by: User) -> None:
    """The memberships and allocations of `user` ended with LAST_DAY."""
    with acting(by):
        for membership in user.memberships.filter(until_date=None):
            change(membership, until_date=LAST_DAY)
        for allocation in user.allocations.filter(until_date=None):
            lead = {"lead_until": LAST_DAY} if allocation.lead_from and not allocation.lead_until else {}
            change(allocation, until_date=LAST_DAY, ended_because="OTHERS", **lead)


def lead_instead_of_sue(allocated: SimpleNamespace, cast: SimpleNamespace) -> None:
    """From today Cora leads the work with the family; Sue stays allocated to it."""
    allocations.change_lead(
        allocated.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.mary, at=NOW
    )
