"""The list of families: found by name, filtered to one's own, in a fixed number of queries however long it is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyMember, FamilyTeam, once_per_person
from casework.joins.models import FamilyJoin
from casework.referrals.models import Involvement
from casework.users.models import User

LIST_ORDER = ("lower_name", "pk")


def not_joined(families: QuerySet[Family]) -> QuerySet[Family]:
    """Without those that became part of another family: their people are found there."""
    return families.exclude(pk__in=FamilyJoin.objects.filter(undone=False).values("joined"))


def filtered(families: QuerySet[Family], *, q: str = "", whose: str = "", user: User, today: date) -> QuerySet[Family]:
    """Those whose name, or a child's, contains `q`; `whose` is 'mine' (allocated to me), 'team', 'closed' or ''."""
    families = not_joined(families)
    if q:
        named = Q(person__name__icontains=q) | Q(person__known_as__icontains=q)
        children = FamilyMember.objects.filter(named, until_date=None, person__is_child=True)
        families = families.filter(Q(name__icontains=q) | Q(pk__in=children.values("family")))
    if whose == "mine":
        families = families.filter(pk__in=Allocation.objects.on(today).filter(worker=user).values("family"))
    if whose == "team":
        teams = user.memberships.on(today).values("team")
        families = families.filter(pk__in=FamilyTeam.objects.filter(team__in=teams, until_date=None).values("family"))
    if whose == "closed":
        involved = Involvement.objects.order_by()
        families = families.filter(pk__in=involved.values("family"))
        families = families.exclude(pk__in=involved.filter(closed_on=None).values("family"))
    return families


def with_list_columns(families: QuerySet[Family], today: date) -> QuerySet[Family]:
    """With the columns of LIST_ORDER; each family's relations hold the children, team and lead of now."""
    now = {"until_date": None}
    return (
        families.select_related("headline")
        .prefetch_related(
            Prefetch(
                "familymember_set",
                once_per_person(FamilyMember.objects.filter(**now, person__is_child=True)).select_related("person"),
            ),
            Prefetch("familyteam_set", FamilyTeam.objects.filter(**now).select_related("team")),
            Prefetch(
                "allocation_set",
                Allocation.objects.leading(today).select_related("worker"),
            ),
            Prefetch("involvement_set", Involvement.objects.order_by()),
        )
        .annotate(lower_name=Lower("name"))
        .order_by(*LIST_ORDER)
    )


def closed_on(involvements: Iterable[Involvement]) -> date | None:
    """The day on which the last of these children's cases closed; None while one is open, or where there are none."""
    days = [involvement.closed_on for involvement in involvements]
    closed = [day for day in days if day]
    return max(closed) if closed and len(closed) == len(days) else None
