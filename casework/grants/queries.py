"""What was granted of a family, and to whom something can be granted."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from casework.access.grants.models import FamilyGrant, GrantKind
from casework.access.queries import in_conflict
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.links.queries import links_of
from casework.users.models import Post, TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS, Role


def grants_of(family: Family) -> QuerySet[FamilyGrant]:
    return family.grants.select_related("user", "child", "granted_by")


def standing_grants(family: Family, at: datetime, today: date) -> QuerySet[FamilyGrant]:
    """Those that run, or are to begin: what can be ended."""
    return grants_of(family).filter(Q(until_at=None) | Q(until_at__gt=at), ended_at=None, until_date__gte=today)


def over_grants(family: Family, at: datetime, today: date) -> QuerySet[FamilyGrant]:
    return grants_of(family).exclude(pk__in=standing_grants(family, at, today).order_by().values("pk"))


def possible_grantees(family: Family, kinds: list[str], by: User, today: date) -> QuerySet[User]:
    """Those to whom `by` may grant one of `kinds`: whoever works here in a role for it, but for `by` themselves."""
    may = Q()
    for kind in kinds:
        may |= _may_be_granted(family, kind, today)
    found = User.objects.filter(may, is_active=True).exclude(pk=by.pk)
    return found.exclude(pk__in=in_conflict(family, today))


def _may_be_granted(family: Family, kind: str, today: date) -> Q:
    match kind:
        case GrantKind.AUDIT:
            return Q(pk__in=Post.objects.on(today).filter(role=Role.AUDITOR).values("user"))
        case GrantKind.LINKED:
            others = {pk for link in links_of(family).filter(until_date=None) for pk in (link.family_id, link.other_id)}
            return Q(pk__in=Allocation.objects.on(today).filter(family__in=others - {family.pk}).values("worker"))
        case _:
            roles = TeamMembership.objects.on(today).filter(role__in=(*PRACTITIONERS, *GRADES))
            return Q(pk__in=roles.values("user"))
