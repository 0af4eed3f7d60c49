"""Why nobody works with a family yet."""

from django.db import models

from casework.families.models import FamilyRecord


class UnallocatedReason(FamilyRecord):
    """Why nobody works with the family yet, as a manager recorded it (A10.16); the latest holds."""

    because = models.TextField()
    said_on = models.DateField()

    class Meta:
        ordering = ["-said_on", "-pk"]
