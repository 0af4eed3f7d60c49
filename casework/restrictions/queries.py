"""The restriction of a family and the list of those who may find it."""

from django.db.models import Q

from casework import practice
from casework.transfers.queries import transfer_grades
from casework.users.models import Post, TeamMembership, User
from casework.users.queries import holders_of
from casework.users.roles import grades_from


def restriction_of(family, today):
    """The restriction that holds, or None."""
    return family.restriction_set.on(today).first()


def readers_of(family, today):
    return family.restrictionreader_set.on(today).select_related("user").order_by("user__name")


def managers_who_restrict(family, today):
    """The active users whose grade restricts a family of its team (B6)."""
    grades = grades_from(practice.current().decisions.restrict)
    return holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)


def allocated_workers(family, today):
    """Those who work with the family now or are to begin."""
    standing = family.allocation_set.filter(Q(until_date=None) | Q(until_date__gte=today))
    return User.objects.filter(pk__in=standing.values("worker"))


def possible_readers(family, today):
    """Those whose own rights could count: the family's team, its workers, posts, and managers who could receive it."""
    of_team = TeamMembership.objects.on(today).filter(team__in=family.familyteam_set.on(today).values("team"))
    receivers = TeamMembership.objects.on(today).filter(role__in=transfer_grades())
    posts = Post.objects.on(today)
    ids = Q(pk__in=of_team.values("user")) | Q(pk__in=receivers.values("user")) | Q(pk__in=posts.values("user"))
    return User.objects.filter(ids | Q(pk__in=allocated_workers(family, today).values("pk")), is_active=True)
