"""The open children with whom nobody works, as at a day: number, nature and reasons (A10.16)."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef, Q, Subquery

from casework.access import Can, families_for
from casework.families.models import Family, Person
from casework.practice import codes
from casework.referrals.models import Allocation, Involvement, UnallocatedReason
from casework.users.models import Post, TeamMembership
from casework.users.roles import GRADES

DAY = timedelta(days=1)
MONTHS = 24


class Waiting(NamedTuple):
    """`because` is the latest reason said since then, or None."""

    child: Person
    family: Family
    since: date
    days: int
    need: str
    because: UnallocatedReason


class Report(NamedTuple):
    as_at: date
    waiting: list
    families: int
    by_need: list
    by_reason: list


def is_manager(user, today):
    held = (TeamMembership.objects, Post.objects)
    return any(rows.on(today).filter(user=user, role__in=GRADES).exists() for rows in held)


def unallocated_of(user, as_at):
    """Those of the families for which `user` decides now, the longest first; as they stood at the end of `as_at`."""
    families = families_for(user, Can.DECIDE)
    return waiting_in(Involvement.objects.filter(family__in=families), as_at)


def waiting_in(involvements, as_at):
    """Of these involvements those open at the end of the day while nobody led the work with the family."""
    here = Allocation.objects.filter(family=OuterRef("family"))
    ended = here.filter(lead_from__lte=as_at, lead_until__lt=as_at).order_by().values("family")
    rows = (
        involvements.filter(Q(closed_on=None) | Q(closed_on__gt=as_at), opened_on__lte=as_at)
        .filter(~Exists(here.leading(as_at)))
        .annotate(led_until=Subquery(ended.annotate(last=Max("lead_until")).values("last")))
        .select_related("child", "family")
    )
    reasons = _reasons([row.family_id for row in rows], as_at)
    found = [_waiting(row, reasons.get(row.family_id, []), as_at) for row in rows]
    return sorted(found, key=lambda each: (each.since, each.family.name, each.family.pk, each.child.pk))


def _reasons(families, as_at):
    """The reasons by family, the latest first."""
    by_family = {}
    for reason in UnallocatedReason.objects.filter(family__in=families, said_on__lte=as_at):
        by_family.setdefault(reason.family_id, []).append(reason)
    return by_family


def _waiting(involvement, reasons, as_at):
    since = max(filter(None, (involvement.opened_on, involvement.led_until and involvement.led_until + DAY)))
    because = next((reason for reason in reasons if reason.said_on >= since), None)
    need = codes.label("needs", involvement.need)
    return Waiting(involvement.child, involvement.family, since, (as_at - since).days, need, because)


def report(user, as_at):
    """The figures of the monthly report: how many, of which need, and why."""
    waiting = unallocated_of(user, as_at)
    reasons = {each.family.pk: each.because.because if each.because else "No reason was said" for each in waiting}
    return Report(
        as_at,
        waiting,
        len(reasons),
        Counter(each.need for each in waiting).most_common(),
        Counter(reasons[each.family.pk] for each in waiting).most_common(),
    )


def months(today):
    """The months that one may choose, this one first, each by the day at whose end it is reported."""
    first = today.replace(day=1)
    starts = [first - relativedelta(months=number) for number in range(MONTHS)]
    return {f"{start:%Y-%m}": min(today, start + relativedelta(months=1) - DAY) for start in starts}
