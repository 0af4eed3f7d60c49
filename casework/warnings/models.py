"""The family's warnings: what whoever visits must know first (A9.17)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.trail.versions import Versioned


class WarningKind(models.TextChoices):
    NOT_ALONE = "not_alone", "Do not visit alone"
    VIOLENCE = "violence", "Violence or threats"
    DOG = "dog", "Dog"
    NON_CONTACT = "non_contact", "Bail or non-contact condition"
    COURT_ORDER = "court_order", "Court order"
    WEAPON = "weapon", "Weapon"
    HEALTH = "health", "Risk to health"
    OTHER = "other", "Other"


class Caution(Versioned, FamilyRecord):
    """A warning: its source, from when, when it is reviewed, and who ended it and why.

    `person` is from whom the risk comes: it stands in every family in which they are or were. None for a dog or house.
    """

    kind = models.CharField(max_length=15, choices=WarningKind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cautions")
    detail = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["review_on"], condition=Q(ended_on=None), name="warnings_to_review")]
        verbose_name = "warning"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_because="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="an_ended_warning_says_because_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("from_date")), name="warning_dates_in_order"
            ),
        ]
