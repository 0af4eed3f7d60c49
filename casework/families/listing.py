"""The list of families: found by name, narrowed to one's own, in a fixed number of queries however long it is."""

from typing import NamedTuple

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower

from casework.families.models import FamilyJoin, FamilyMember, FamilyTeam, standing_once
from casework.referrals.models import Allocation, Involvement
from casework.words import say_age

SIZE = 25


class Sheet(NamedTuple):
    """One page of a list; `previous` and `following` are page numbers, or None."""

    rows: list
    previous: int | None
    following: int | None


def standing(families):
    """But for those that became part of another family: their people are found there."""
    return families.exclude(pk__in=FamilyJoin.objects.filter(undone=False).values("joined"))


def narrowed(families, *, q="", whose="", user, today):
    """Those whose name, or a child's, contains `q`; `whose` is 'mine' (allocated to me), 'team', 'closed' or ''."""
    families = standing(families)
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


def sheet(families, number, *, today):
    """The page `number` (from 1) of `families`; one row more is fetched, so that nothing has to be counted."""
    number = max(number, 1)
    start = (number - 1) * SIZE
    found = list(_whole(families, today)[start : start + SIZE + 1])
    rows = [_row(family, today) for family in found[:SIZE]]
    return Sheet(rows, number - 1 if number > 1 else None, number + 1 if len(found) > SIZE else None)


def _whole(families, today):
    now = {"until_date": None}
    return (
        families.select_related("headline")
        .prefetch_related(
            Prefetch(
                "familymember_set",
                standing_once(FamilyMember.objects.filter(**now, person__is_child=True)).select_related("person"),
                to_attr="children_now",
            ),
            Prefetch("familyteam_set", FamilyTeam.objects.filter(**now).select_related("team"), to_attr="teams_now"),
            Prefetch(
                "allocation_set",
                Allocation.objects.leading(today).select_related("worker"),
                to_attr="leads_now",
            ),
            Prefetch("involvement_set", Involvement.objects.order_by(), to_attr="involvements"),
        )
        .order_by(Lower("name"), "pk")
    )


def _row(family, today):
    return {
        "family": family,
        "headline": family.headline,
        "team": family.teams_now[0].team.name if family.teams_now else "",
        "lead": family.leads_now[0].worker.name if family.leads_now else "",
        "closed_on": closed_on(family.involvements),
        "children": [(str(member.person), say_age(member.person, today)) for member in family.children_now],
    }


def closed_on(involvements):
    """The day on which the last of these children's cases closed; None while one is open, or where there are none."""
    days = [involvement.closed_on for involvement in involvements]
    return max(days) if days and all(days) else None
