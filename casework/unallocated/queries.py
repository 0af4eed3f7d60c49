"""Who may see unallocated children, and the months that are reported."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from casework.users.models import Post, TeamMembership
from casework.users.roles import GRADES

DAY = timedelta(days=1)
MONTHS = 24


def is_manager(user, today):
    held = (TeamMembership.objects, Post.objects)
    return any(rows.on(today).filter(user=user, role__in=GRADES).exists() for rows in held)


def months(today):
    """The months that one may choose, this one first, each by the day at whose end it is reported."""
    first = today.replace(day=1)
    starts = [first - relativedelta(months=number) for number in range(MONTHS)]
    return {f"{start:%Y-%m}": min(today, start + relativedelta(months=1) - DAY) for start in starts}
