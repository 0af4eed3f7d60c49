"""Who may see unallocated children, and the months that are reported."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef, Q, Subquery

from casework.allocations.models import Allocation
from casework.unallocated.models import UnallocatedReason
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


def without_lead(involvements, as_at):
    """Of these involvements those open at the end of the day while nobody led the work with the family.

    Each knows, as `led_until`, the last day on which somebody led, or None.
    """
    here = Allocation.objects.filter(family=OuterRef("family"))
    ended = here.filter(lead_from__lte=as_at, lead_until__lt=as_at).order_by().values("family")
    return (
        involvements.filter(Q(closed_on=None) | Q(closed_on__gt=as_at), opened_on__lte=as_at)
        .filter(~Exists(here.leading(as_at)))
        .annotate(led_until=Subquery(ended.annotate(last=Max("lead_until")).values("last")))
        .select_related("child", "family")
    )


def reasons_by_family(families, as_at):
    """The reasons by family, the latest first."""
    by_family = {}
    for reason in UnallocatedReason.objects.filter(family__in=families, said_on__lte=as_at):
        by_family.setdefault(reason.family_id, []).append(reason)
    return by_family
