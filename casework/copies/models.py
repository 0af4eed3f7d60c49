"""Copies given of finished records: to whom, when, of which version, what was held back, and how (A10.12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.models import Person


class Recipient(models.TextChoices):
    FAMILY = "family", "Somebody of the family"
    PROFESSIONAL = "professional", "A professional"
    OTHER = "other", "Somebody else"


class CopyGiven(FamilyRecord):
    """Of the row `subject_type`, `subject_id` as it was in its history row `read_history_id`.

    To a person of the family, or to whoever is `named`: one of the two. `version` is what it was called that day.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    read_history_id = models.BigIntegerField()
    version = models.CharField(max_length=200)
    recipient = models.CharField(max_length=14, choices=Recipient)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    named = models.CharField(max_length=120, blank=True)
    given_on = models.DateField()
    how = models.CharField(max_length=120, blank=True)
    held_back = models.TextField(blank=True)
    got_back_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["given_on", "pk"]
        verbose_name_plural = "copies given"
        indexes = [models.Index(fields=["family", "subject_type", "subject_id"], name="copies_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, named="", recipient=Recipient.FAMILY) | Q(person=None) & ~Q(named=""),
                name="a_copy_is_given_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(got_back_on=None) | Q(got_back_on__gte=models.F("given_on")),
                name="a_copy_comes_back_after_it_was_given",
            ),
        ]

    @property
    def name(self) -> str:
        return str(self.person or self.named)
