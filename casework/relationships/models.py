"""Why a manager let a relationship change while a summary was open (C23)."""

from django.conf import settings
from django.db import models

from casework.families.models import Family, Relationship
from casework.trail.models import Permanent


class RelationshipOverride(Permanent):
    """Written once, with the change that it allowed: `act` is what was done to `relationship`."""

    class Act(models.TextChoices):
        ADDED = "added", "added"
        ENDED = "ended", "ended"
        WITHDRAWN = "withdrawn", "withdrawn"

    family = models.ForeignKey(Family, models.PROTECT)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="overrides")
    act = models.CharField(max_length=10, choices=Act)
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
