"""Who may be the mother of a child that was born."""

from django.db.models import QuerySet

from casework.families.models import Family
from casework.people.models import Person
from casework.people.queries import people_in


def mothers_of(family: Family) -> QuerySet[Person]:
    return people_in(family).filter(is_child=False, died=None)
