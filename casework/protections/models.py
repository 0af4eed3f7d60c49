"""What is kept from all but those named: a person's places, and what tells where they are (A9.20)."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.trail.fields import PeopleField


class Protection(FamilyRecord):
    """Contact details and key contacts refer to it; while it lasts they are shown to its readers and nowhere else.

    `people` are ids of persons: those who live where an address is protected, so that what is added of them later is
    protected too. `from_whom` are ids of persons; none where whoever looks for them is not recorded here. It holds
    from the moment at which it is made, and a manager settles it afterwards.
    """

    people = PeopleField(default=list, blank=True)
    from_whom = PeopleField(default=list, blank=True)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [GinIndex(fields=["people"], name="protection_by_people")]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_protection_says_because"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="a_settled_protection_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="an_ended_protection_says_who_and_when",
            ),
        ]


class ProtectionReader(FamilyRecord):
    """Who may read what is protected; `because` is a manager's reason where they work with those it is kept from."""

    protection = models.ForeignKey(Protection, models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # When the managers were told that this reader has left, or works now with those from whom it is kept.
    noticed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protection", "user"], condition=Q(ended_on=None), name="a_protection_reader_is_named_once"
            )
        ]


class ProtectionRequest(FamilyRecord):
    """Somebody who is not named asked to be told what is protected, and why they need to know."""

    protection = models.ForeignKey(Protection, models.PROTECT, related_name="requests")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
