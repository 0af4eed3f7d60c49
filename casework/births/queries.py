"""Who may be the mother of a child that was born."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from casework.families.models import ADULTS, Family
from casework.people.models import Person, Sex
from casework.people.queries import people_in

YOUNGEST_MOTHER = 10  # years: a girl of that age is offered, and nobody younger


def mothers_of(family: Family, day: date) -> QuerySet[Person]:
    """Whoever is alive and not male: the adults of the family, and its girls who may be mothers on `day`."""
    adults = people_in(family, *ADULTS).order_by().values("pk")
    girls = Q(sex=Sex.FEMALE, born__lte=day - relativedelta(years=YOUNGEST_MOTHER))
    return people_in(family).filter(Q(pk__in=adults) | girls, died=None).exclude(sex=Sex.MALE)
