"""The families that a user may join to one, and those that were joined to it."""

from django.db.models import Prefetch, QuerySet

from casework.access import Can, families_for
from casework.families.models import Family, FamilyMember
from casework.families.queries import named
from casework.joins.models import FamilyJoin
from casework.users.models import User


def joinable_families(user: User, family: Family) -> QuerySet[Family]:
    """The other families on which `user` decides."""
    return families_for(user, Can.DECIDE).exclude(pk=family.pk)


def joinable_family(user: User, family: Family, pk: int) -> Family | None:
    """The other family, if `user` decides on it; None otherwise."""
    return joinable_families(user, family).filter(pk=pk).first()


def joinable_families_named(user: User, family: Family, q: str) -> QuerySet[Family]:
    """Those found by a name, the reference or a number, each with its members now."""
    current = FamilyMember.objects.filter(until_date=None)
    found = named(joinable_families(user, family), q).order_by("headline__sort_name", "pk")
    return found.prefetch_related(Prefetch("familymember_set", current.select_related("person")))


def joins_of(family: Family) -> QuerySet[FamilyJoin]:
    """What was brought into this family and not taken apart again."""
    return family.familyjoin_set.filter(undone=False).select_related("joined")


def ids_of_joined(family: Family) -> list[int]:
    """The ids of the families that are part of this one now, also of those that were joined to one of them before.

    What may not be moved, because it is written once, is read of them too.
    """
    found: list[int] = []
    newest = [family.pk]
    while newest:
        rows = FamilyJoin.objects.filter(family__in=newest, undone=False).order_by("pk")
        newest = [pk for pk in rows.values_list("joined", flat=True) if pk not in found]
        found += newest
    return found
