"""Unallocated children as rows, who may see them, and the months that are reported (A10.16)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import DateField, Exists, F, Func, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from casework.access import Can, reach
from casework.allocations.models import Allocation, EarlierLead
from casework.practice.calendar import DAY
from casework.referrals.models import Involvement
from casework.unallocated.models import UnallocatedReason
from casework.users.models import Post, TeamMembership, User
from casework.users.roles import GRADES

MONTHS = 24
ADULT_AT = 18  # years
# Who waits longest comes first.
LONGEST_FIRST = ("since", "family_name", "pk")


def is_manager(user: User, today: date) -> bool:
    """Whether `user` has a manager's grade in a team, or over all, on that day."""
    held = (TeamMembership.objects, Post.objects)
    return any(rows.on(today).filter(user=user, role__in=GRADES).exists() for rows in held)


def months(today: date) -> dict[str, date]:
    """The months that one may choose, this one first, each by the day at whose end it is reported."""
    first = today.replace(day=1)
    starts = [first - relativedelta(months=number) for number in range(MONTHS)]
    return {f"{start:%Y-%m}": min(today, start + relativedelta(months=1) - DAY) for start in starts}


def involvements_for(user: User) -> QuerySet[Involvement]:
    """Those of the families for which `user` decides now."""
    return Involvement.objects.filter(reach(user, Can.DECIDE, family="family"))


def without_lead(involvements: QuerySet[Involvement], as_at: date) -> QuerySet[Any]:
    """Of these involvements those open at the end of the day while nobody led the work with the family.

    Not of whoever had died by then, or come of age: there is no child to be allocated. Each knows, as `led_until`, the
    last day on which somebody led, or None.
    """
    here = Allocation.objects.filter(family=OuterRef("family"))
    ended = {"lead_from__lte": as_at, "lead_until__lt": as_at}
    earlier = EarlierLead.objects.filter(family=OuterRef("family"), **ended)
    return (
        involvements.filter(Q(closed_on=None) | Q(closed_on__gt=as_at), opened_on__lte=as_at)
        .filter(~Exists(here.led_on(as_at)))
        .filter(Q(child__died=None) | Q(child__died__gt=as_at), Q(child__born=None) | Q(child__born__gt=of_age(as_at)))
        .annotate(led_until=Greatest(_last_day(here.filter(**ended)), _last_day(earlier)))
        .select_related("child", "family")
    )


def _last_day(leads: QuerySet[Any]) -> Subquery:
    return Subquery(leads.order_by().values("family").annotate(last=Max("lead_until")).values("last"))


def of_age(day: date) -> date:
    """Whoever was born on this day or before has come of age on `day`; born on 29 February, that is 1 March."""
    return day - relativedelta(years=ADULT_AT)


def waiting_now(involvements: QuerySet[Involvement], today: date) -> QuerySet[Any]:
    """As `without_lead` of today, with the columns of LONGEST_FIRST; it starts from the headlines of open families.

    A headline may be behind by what changes on this day alone (`changes_on`), so the allocations are asked besides.
    """
    without = Q(family__headline__lead=None) | Q(family__headline__changes_on__lte=today)
    rows = without_lead(involvements.filter(without, family__headline__open=True), today)
    return rows.annotate(since=WaitsSince("opened_on", "led_until"), family_name=F("family__headline__sort_name"))


class WaitsSince(Func):
    """The day on which it was opened, or the one after somebody last led, whichever is later."""

    template, output_field = "GREATEST(%(expressions)s + 1)", DateField()


def reasons_by_family(families: Iterable[int], as_at: date) -> dict[int, list[UnallocatedReason]]:
    """The reasons by the family's id, the latest first."""
    by_family: dict[int, list[UnallocatedReason]] = {}
    for reason in UnallocatedReason.objects.filter(family__in=families, said_on__lte=as_at):
        by_family.setdefault(reason.family_id, []).append(reason)
    return by_family
