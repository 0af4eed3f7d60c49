"""When workers are away, and who covers for them."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework.trail.models import Dated
from casework.users.models import User


class Absence(Dated):
    """A worker is away; `cover` has their rights with their families on these days, both included."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    cover = models.ForeignKey(User, models.PROTECT, related_name="covering")
    because = models.CharField(max_length=200, blank=True)
    cancelled = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=models.F("cover")), name="nobody_covers_oneself"),
            models.CheckConstraint(condition=Q(until_date__isnull=False), name="an_absence_has_an_end"),
        ]

    @property
    def last_day(self) -> date:
        """`until_date`, which an absence always has."""
        return self.until_date or self.from_date
