"""The list of families: found by name, filtered to one's own, in a fixed number of queries however long it is."""

from datetime import date

from django.db.models import F, Prefetch, QuerySet, Value

from casework.access import holdings_of
from casework.allocations.models import Allocation
from casework.families.headlines.queries import PlainName
from casework.families.models import Family, FamilyMember, once_per_person
from casework.trail.reading import asked_once
from casework.users.models import User
from casework.users.roles import Role

BY_NAME = ("sort_name", "pk")
OPEN_FIRST = ("-open", *BY_NAME)


def not_joined(families: QuerySet[Family]) -> QuerySet[Family]:
    """Without those that became part of another family: their people are found there."""
    return families.filter(headline__joined=False)


def named(families: QuerySet[Family], q: str) -> QuerySet[Family]:
    """Those in whose names, reference or numbers, or those of somebody who is or was in it, each word of `q` stands."""
    for word in q.split():
        families = families.filter(headline__names__contains=PlainName(Value(word)))
    return families


def filtered(families: QuerySet[Family], *, q: str = "", whose: str = "", user: User, today: date) -> QuerySet[Family]:
    """Those found by `q`; `whose` is 'mine' (allocated to me), 'team', 'closed' or ''.

    Closed ones are among them only where they are asked for: by a name, or as 'closed'.
    """
    families = named(not_joined(families), q)
    if whose == "closed":
        return families.filter(headline__open=False)
    if whose == "mine":
        families = families.filter(pk__in=Allocation.objects.on(today).filter(worker=user).values("family"))
    if whose == "team":
        families = families.filter(headline__team__in=holdings_of(user, today).teams(Role))
    return families if q else families.filter(headline__open=True)


def current_members(family: Family) -> list[FamilyMember]:
    """Those who belong to the family now, as `Family.members_now`; asked once for a page that is only read."""
    return asked_once(("members", family.pk), lambda: list(family.members_now()))


def with_list_columns(families: QuerySet[Family]) -> QuerySet[Family]:
    """With the columns of OPEN_FIRST and, besides the headline, the children of now as each family's members."""
    children = FamilyMember.objects.filter(until_date=None, person__is_child=True)
    return (
        families.select_related("headline__team", "headline__lead")
        .prefetch_related(Prefetch("familymember_set", once_per_person(children).select_related("person")))
        .annotate(open=F("headline__open"), sort_name=F("headline__sort_name"))
        .order_by(*OPEN_FIRST)
    )
