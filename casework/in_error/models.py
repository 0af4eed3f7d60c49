"""What was recorded in error: of any kind of record who said so, when, by which reason, and what went with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord


class InErrorReason(models.TextChoices):
    WRONG_FAMILY = "wrong_family", "It belongs to another family"
    WRONG_PERSON = "wrong_person", "It is about another person"
    TWICE = "twice", "It was entered twice"
    NOT_SO = "not_so", "It was not so"
    OTHER = "other", "Something else"


class InError(FamilyRecord):
    """About the row `subject_type`, `subject_id` (`casework.subjects`), which stays as it was written.

    All who read the family read the reason; `because`, like the record itself, only those who inspect. What it hung on
    is `went_with`. With `words_stay` its words still stand in the finished records that hold them, under the mark.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    reason = models.CharField(max_length=14, choices=InErrorReason)
    because = models.TextField()
    went_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="took_with_it")
    words_stay = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "record in error"
        verbose_name_plural = "records in error"
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="in_error_once"),
            models.CheckConstraint(condition=~Q(because=""), name="what_is_in_error_says_why"),
        ]
