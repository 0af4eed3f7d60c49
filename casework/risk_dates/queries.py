"""The dates of risk ahead: of a family, of the families of a worker or a manager, and those to be told of."""

from datetime import date

from django.db.models import F, Q, QuerySet

from casework import practice
from casework.access import unrestricted
from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import entries_here
from casework.practice.calendar import DAY
from casework.risk_dates.models import RiskDate
from casework.trail.rows import fingerprint
from casework.users.models import User


def standing(rows: QuerySet[RiskDate], today: date) -> QuerySet[RiskDate]:
    """Those that are today or later and were not called off."""
    return rows.filter(ended_on=None, day__gte=today)


def dates_of(family: Family, user: User, today: date) -> QuerySet[RiskDate]:
    """What the family wrote, and what others wrote of somebody who belongs to it now and `user` may find."""
    of_others = Q(about__overlap=entries_here(family)) & unrestricted(user, today=today, family="family")
    return RiskDate.objects.filter(Q(family=family) | of_others).order_by("day", "pk")


def ahead_of(families: Q, today: date, until: date, most: int) -> list[RiskDate]:
    """The next `most` of these families (a condition on the row's family) until that day."""
    rows = standing(RiskDate.objects.filter(families), today).filter(day__lte=until)
    return list(rows.select_related("family").order_by("day", "pk")[:most])


def days_before() -> int:
    """How many days before a date of risk lead and managers are told, from the practice file."""
    return practice.current().settings.risk_date_days


def to_be_told(today: date) -> QuerySet[RiskDate]:
    """Those that are near and of which, for that day, nobody was told."""
    near = standing(RiskDate.objects.all(), today).filter(day__lte=today + days_before() * DAY)
    return near.filter(~Q(told_for=F("day")) | Q(told_for=None)).order_by("day", "pk")


def is_near(row: RiskDate, today: date) -> bool:
    """Whether it is to be told of: asked again once the row is held."""
    near = today <= row.day <= today + days_before() * DAY
    return near and row.ended_on is None and row.told_for != row.day


def fingerprint_of_risk_date(row: RiskDate) -> str:
    return fingerprint(row.kind, row.day, row.about, row.note, row.ended_on, row.ended_because)


def people_for(family: Family, row: RiskDate) -> QuerySet[Person]:
    """Whoever belongs or belonged to the family, and those whom the row names."""
    of_family = Q(pk__in=family.familymember_set.order_by().values("person"))
    return Person.objects.filter(of_family | Q(pk__in=row.about))
