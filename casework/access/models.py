"""A family restricted to a list of readers (deputies and managers included), and who is shut out of one family."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.trail.models import Dated


class Restriction(Dated, FamilyRecord):
    """While it holds, only those on the list find the family, whatever their team, role or post."""

    because = models.CharField(max_length=300)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["family"], condition=Q(until_date=None), name="restricted_once_at_a_time"),
        ]


class RestrictionReader(Dated, FamilyRecord):
    """Somebody on the list of a restricted family; it gives no right, it lets the rights that one has count."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["family", "user"], condition=Q(until_date=None), name="on_the_list_once_at_a_time"
            ),
        ]


class ConflictOfInterest(Dated, FamilyRecord):
    """While it lasts `user` finds nothing of the family, whatever their role, post, allocation or grant."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["family", "user"], condition=Q(until_date=None), name="in_conflict_once_at_a_time"
            ),
        ]
