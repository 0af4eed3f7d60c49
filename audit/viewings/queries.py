"""The viewings of a family's record, and the requests for it that were refused (A10.1, A10.3)."""

from django.db.models import Q, QuerySet

from casework.families.models import Family
from casework.trail.models import Viewing


def viewings_of(family: Family) -> QuerySet[Viewing]:
    """Each request for a page of the family, also by those who may not see it and asked by its number."""
    asked = Q(family=family) | Q(family=None, asked_for=family.pk)
    return Viewing.objects.filter(asked).select_related("user")
