"""The list of families: found by name, filtered to one's own, in a fixed number of queries however long it is."""

import re
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet, Value

from casework.access import holdings_of
from casework.allocations.models import Allocation
from casework.families.headlines.queries import PlainName
from casework.families.models import Family, FamilyMember, once_per_person
from casework.masks.current import eyes_now, is_held_back, laid_off, shown
from casework.trail.reading import asked_once
from casework.users.models import User
from casework.users.roles import Role
from casework.words import sort_key

BY_NAME = ("sort_name", "pk")
# So many families are named where what was typed is not clear.
OFFERED = 5
OPEN_FIRST = ("-open", *BY_NAME)


def not_joined(families: QuerySet[Family]) -> QuerySet[Family]:
    """Without those that became part of another family: their people are found there."""
    return families.filter(headline__joined=False)


def named(families: QuerySet[Family], q: str) -> QuerySet[Family]:
    """Those in whose names, reference or numbers, or those of somebody who is or was in it, each word of `q` stands.

    What tells a protected place is no name for a reader from whom it is kept: it finds as though it was not there.
    """
    for word in q.split():
        families = families.filter(headline__names__contains=PlainName(Value(word)))
    return families.exclude(pk__in=_found_by_what_is_kept(families, q)) if q.strip() and eyes_now() else families


def _found_by_what_is_kept(families: QuerySet[Family], q: str) -> list[int]:
    """Of `families`, which `q` finds, the ids of those that it would not find by what their reader may read."""
    words = [sort_key(word) for word in q.split()]
    with laid_off():
        found = list(families.order_by().values_list("pk", "headline__names"))
    return [pk for pk, names in found if is_held_back(shown(names)) and not _stand_in(words, readable_lines(names))]


def _stand_in(words: list[str], names: str) -> bool:
    return all(word in names for word in words)


def readable_lines(text: str) -> str:
    """The lines of the text without those that are kept from the reader of this request."""
    return "\n".join(line for line in text.splitlines() if not is_held_back(shown(line)))


def chosen_by(families: QuerySet[Family], typed: str) -> list[Family]:
    """Of `families` those whose reference stands in `typed`, or else those whose whole name it is, two at most."""
    numbers = [int(digits) for digits in re.findall(r"\bF(\d{1,18})\b", typed, re.IGNORECASE)]
    whole_name = Q(headline__sort_name=PlainName(Value(typed.strip())))
    found = list(not_joined(families).filter(Q(pk__in=numbers) if numbers else whole_name)[:2])
    return found if numbers else [family for family in found if not is_held_back(shown(family.name))]


def offered_by(families: QuerySet[Family], typed: str) -> list[Family]:
    """The first of `families` that `typed` finds by a name, a reference or a number, one more than are to be shown."""
    return list(
        named(not_joined(families), typed).order_by("-headline__open", "headline__sort_name", "pk")[: OFFERED + 1]
    )


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
    children = FamilyMember.objects.children().filter(until_date=None)
    return (
        families.select_related("headline__team", "headline__lead")
        .prefetch_related(Prefetch("familymember_set", once_per_person(children).select_related("person")))
        .annotate(open=F("headline__open"), sort_name=F("headline__sort_name"))
        .order_by(*OPEN_FIRST)
    )
