"""The viewings of a family's record, and the requests for it that were refused (A10.1, A10.3)."""

from django.db.models import Q

from casework.trail.models import Viewing


def viewings_of(family, *, before=None, limit):
    """At most `limit` viewings, newest first, from the id `before` on; strangers who asked for it by its number too."""
    asked = Viewing.objects.filter(Q(family=family) | Q(family=None, asked_for=family.pk)).select_related("user")
    earlier = asked.filter(pk__lt=before) if before else asked
    return list(earlier.order_by("-pk")[:limit])
