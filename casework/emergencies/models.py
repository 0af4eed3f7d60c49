"""Opening a record in an emergency: each try, whatever came of it, and the manager's review of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.access.grants.models import FamilyGrant
from casework.calls.models import SafetyCall
from casework.families.models import Family
from casework.protections.models import Protection
from casework.trail.models import Permanent


class Outcome(models.TextChoices):
    OPENED = "opened", "Opened"
    OPEN_ALREADY = "open_already", "Open already"
    NOT_FOUND = "not_found", "Nothing found"
    SEVERAL = "several", "More than one fits"
    ROLE = "role", "Not for this role"
    CONFLICT = "conflict", "Shut to them"


class Emergency(Permanent):
    """Somebody tried to open a record in an emergency, or (`protection`) what is protected in it.

    `family` is the one that was meant, also where it was not opened; `typed` is what they typed to name it, `call` the
    call on whose page they did. What was opened is open while its `grant` runs, `until_at` as it was asked for.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergencies")
    at = models.DateTimeField()
    typed = models.CharField(max_length=120, blank=True)
    because = models.CharField(max_length=300)
    hours = models.PositiveSmallIntegerField()
    until_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="emergencies")
    call = models.ForeignKey(SafetyCall, models.PROTECT, null=True, related_name="emergencies")
    protection = models.ForeignKey(Protection, models.PROTECT, null=True, related_name="emergencies")
    grant = models.ForeignKey(FamilyGrant, models.PROTECT, null=True, related_name="emergencies")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "emergencies"
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="an_emergency_says_because"),
            models.CheckConstraint(
                condition=Q(outcome="opened", grant__isnull=False, family__isnull=False, until_at__isnull=False)
                | (~Q(outcome="opened") & Q(grant=None, until_at=None)),
                name="what_an_emergency_opened_has_its_grant",
            ),
        ]

    @property
    def opened(self) -> bool:
        return self.outcome == Outcome.OPENED


class Judgement(models.TextChoices):
    NEEDED = "needed", "It was needed"
    NOT_NEEDED = "not_needed", "It was not needed"
    LOOK_INTO = "look_into", "To be looked into"


class EmergencyReview(Permanent):
    """What a manager says of it afterwards, once; `looked_into_by` is who looks into it, where somebody is to."""

    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="+")
    emergency = models.OneToOneField(Emergency, models.PROTECT, related_name="review")
    judgement = models.CharField(max_length=20, choices=Judgement)
    detail = models.TextField()
    looked_into_by = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(detail=""), name="a_review_of_an_emergency_says_why"),
            models.CheckConstraint(
                condition=(Q(judgement="look_into") & ~Q(looked_into_by=""))
                | (~Q(judgement="look_into") & Q(looked_into_by="")),
                name="what_is_looked_into_says_by_whom",
            ),
        ]
