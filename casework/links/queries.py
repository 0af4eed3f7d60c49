"""The links of a family, and those between two."""

from django.db.models import Q

from casework.links.models import FamilyLink


def links_of(family):
    return FamilyLink.objects.filter(Q(family=family) | Q(other=family)).select_related("family", "other", "person")


def links_between(family, other):
    """The links that stand between the two, whichever of them said so."""
    return FamilyLink.objects.filter(Q(family=family, other=other) | Q(family=other, other=family), until_date=None)
