"""Who may be the mother of a child that was born."""

from datetime import date

from django.db.models import QuerySet

from casework.ages import birthday
from casework.families.models import ADULTS, Family
from casework.people.models import Person, Sex
from casework.people.queries import people_in

YOUNGEST_MOTHER = 10  # years: a girl of that age is offered, and nobody certainly younger


def mothers_of(family: Family, day: date) -> QuerySet[Person]:
    """Whoever is alive and not male: the adults of the family, and its girls who may be mothers on `day`."""
    adults = people_in(family, *ADULTS).values_list("pk", flat=True)
    girls = [girl.pk for girl in people_in(family).filter(sex=Sex.FEMALE) if _may_be_mother(girl, day)]
    return people_in(family).filter(pk__in=[*adults, *girls], died=None).exclude(sex=Sex.MALE)


def _may_be_mother(girl: Person, day: date) -> bool:
    """Whether she can have attained that age, as far as her birth is known."""
    return not girl.unborn and (girl.born_from is None or birthday(girl.born_from, YOUNGEST_MOTHER) <= day)
