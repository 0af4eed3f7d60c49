"""Asking the family in which somebody is before they are brought into another."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family, FamilyRecord
from casework.people.models import Person


class AskAnswer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    TAKEN_BACK = "taken_back", "Taken back"


# What a manager of the family that is asked says; whoever asked takes it back.
ANSWERS = (AskAnswer.YES, AskAnswer.NO)


class BringInAsk(FamilyRecord):
    """`asking` asks the managers of `family`, to which `person` belongs, whether they may belong to it too.

    It stands on the file of `family`. A yes counts once, from `from_date`: `used_at` is when they were brought in.
    """

    asking = models.ForeignKey(Family, models.PROTECT, related_name="bring_in_asks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=AskAnswer, blank=True)
    answer_because = models.CharField(max_length=300, blank=True)
    from_date = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "asking", "person"], condition=Q(answer=""), name="asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, from_date=None)
                | Q(answer="yes", answered_at__isnull=False, answered_by__isnull=False, from_date__isnull=False)
                | (
                    Q(answer="no", answered_at__isnull=False, answered_by__isnull=False, from_date=None)
                    & ~Q(answer_because="")
                )
                | Q(answer="taken_back", answered_at__isnull=False, answered_by__isnull=False, from_date=None),
                name="an_answer_says_from_when_or_why_not",
            ),
        ]
