"""Dates of risk ahead: the days on which what a family lives with may change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.trail.fields import PeopleField


class RiskDateKind(models.TextChoices):
    BAIL_ENDS = "bail_ends", "Bail ends"
    HEARING = "hearing", "Court hearing"
    RELEASE = "release", "Release from prison"
    MARAC = "marac", "MARAC"
    ORDER_ENDS = "order_ends", "An order ends"
    MOVE = "move", "A move"
    OTHER = "other", "Other"


class RiskDate(FamilyRecord):
    """`about` are ids of persons; none means the whole family. One that is over falls away by its day."""

    kind = models.CharField(max_length=15, choices=RiskDateKind)
    day = models.DateField()
    about = PeopleField(default=list, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # The day of which lead and managers were told; another than `day` where that was corrected since.
    told_for = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = "date of risk"
        verbose_name_plural = "dates of risk"
        indexes = [
            GinIndex(fields=["about"], name="dates_of_risk_by_person"),
            models.Index(fields=["day"], condition=Q(ended_on=None), name="dates_of_risk_ahead"),
            models.Index(fields=["family", "day"], condition=Q(ended_on=None), name="dates_of_risk_of_family"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="a_date_of_risk_that_ended_says_because",
            )
        ]
