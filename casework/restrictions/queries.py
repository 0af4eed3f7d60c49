"""The restriction of a family and the list of those who may find it."""

from datetime import date

from django.db.models import Q, QuerySet

from casework import practice
from casework.access.grants.models import LASTING
from casework.access.models import Restriction, RestrictionReader
from casework.access.queries import in_conflict
from casework.families.models import Family
from casework.transfers.queries import transfer_grades
from casework.users.models import Post, TeamMembership, User
from casework.users.queries import holders_of
from casework.users.roles import grades_from


def restriction_of(family: Family, today: date) -> Restriction | None:
    """The restriction that holds, or None."""
    return family.restriction_set.on(today).first()


def readers_of(family: Family, today: date) -> QuerySet[RestrictionReader]:
    """Those on the list on this day, by name."""
    return family.restrictionreader_set.on(today).select_related("user").order_by("user__name")


def managers_who_restrict(family: Family, today: date) -> QuerySet[User]:
    """The active users whose grade restricts a family of its team (B6), but for those with a conflict of interest."""
    grades = grades_from(practice.current().decisions.restrict)
    managers = holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)
    return managers.exclude(pk__in=in_conflict(family, today))


def allocated_workers(family: Family, today: date) -> QuerySet[User]:
    """Those who work with the family now or are to begin."""
    allocations = family.allocation_set.filter(Q(until_date=None) | Q(until_date__gte=today))
    return User.objects.filter(pk__in=allocations.values("worker"))


def possible_readers(family: Family, today: date) -> QuerySet[User]:
    """Those whose own rights could count.

    The family's team, its workers, posts, managers who could receive it, and those to whom something was granted.
    """
    of_team = TeamMembership.objects.on(today).filter(team__in=family.familyteam_set.on(today).values("team"))
    receivers = TeamMembership.objects.on(today).filter(role__in=transfer_grades())
    posts = Post.objects.on(today)
    granted = family.grants.filter(kind__in=LASTING, ended_at=None, until_date__gte=today)
    among = (rows.order_by().values("user") for rows in (of_team, receivers, posts, granted))
    ids = Q(pk__in=allocated_workers(family, today).order_by().values("pk"))
    for users in among:
        ids |= Q(pk__in=users)
    return User.objects.filter(ids, is_active=True)
