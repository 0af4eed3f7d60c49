"""The links of a family, those between two, and what a user may know of the other family."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.access import restricted_families, unrestricted
from casework.families.models import Family, FamilyTeam
from casework.links.models import FamilyLink
from casework.users.models import User


def links_of(family: Family, user: User | None = None) -> QuerySet[FamilyLink]:
    """Those with another family, but for one that is restricted and that `user` may not find (None: whoever reads)."""
    return FamilyLink.objects.filter(links_told(family, user)).select_related("family", "other", "person")


def links_told(family: Family, user: User | None = None) -> Q:
    """That a link is of this family, with another of which may be told: the words say where and why."""
    if user is None:
        shut = restricted_families(timezone.localdate())
        return Q(family=family) & ~Q(other__in=shut) | Q(other=family) & ~Q(family__in=shut)
    recorded = Q(family=family) & unrestricted(user, family="other")
    return recorded | Q(other=family) & unrestricted(user, family="family")


def links_between(family: Family, other: Family) -> QuerySet[FamilyLink]:
    """The links of the two that have not ended, whichever of them recorded it."""
    either = Q(family=family, other=other) | Q(family=other, other=family)
    return FamilyLink.objects.filter(either, until_date=None)


def unrestricted_among(user: User, ids: Iterable[int], today: date) -> set[int]:
    """The ids of those of the families (ids) that are not restricted, or on whose list `user` is."""
    return set(Family.objects.filter(unrestricted(user, today=today), pk__in=ids).values_list("pk", flat=True))


def team_names(ids: Iterable[int]) -> dict[int, str]:
    """By id of the family the name of its team now."""
    return dict(FamilyTeam.objects.filter(family__in=ids, until_date=None).values_list("family", "team__name"))
