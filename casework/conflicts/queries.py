"""Who has a conflict of interest with a family, and who must stay able to find it."""

from datetime import date

from django.db.models import QuerySet

from casework import practice
from casework.access.models import ConflictOfInterest
from casework.access.queries import not_shut_out
from casework.families.models import Family
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import grades_from


def conflicts_of(family: Family, today: date) -> QuerySet[ConflictOfInterest]:
    """Those that last on this day, by name."""
    return family.conflictofinterest_set.on(today).select_related("user", "declared_by").order_by("user__name", "pk")


def managers_who_find(family: Family, today: date) -> QuerySet[User]:
    """The managers of the family's team, of the grade that says who finds it, to whom it is not shut."""
    grades = grades_from(practice.current().decisions.restrict)
    managers = holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)
    return managers.filter(not_shut_out(family, today))


def works_with(user: User, family: Family, today: date) -> bool:
    return family.allocation_set.filter(worker=user).exclude(until_date__lt=today).exists()


def colleagues(family: Family, but: User, today: date) -> QuerySet[User]:
    """Everybody who works here, but for `but` and for those who are shut out already."""
    people = User.objects.filter(is_active=True, is_robot=False).exclude(pk=but.pk)
    return people.exclude(pk__in=conflicts_of(family, today).order_by().values("user"))
