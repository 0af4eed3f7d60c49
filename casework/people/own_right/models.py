"""Whether a parent under 18 is a child in need in their own right: asked, and answered by somebody."""

from typing import Any

from django.conf import settings
from django.db import models

from casework.families.models import Family
from casework.people.models import Person
from casework.trail.models import Permanent


class OwnRight(models.TextChoices):
    OWN_WORKER = "own_worker", "Yes, with a worker of their own"
    SAME_WORKER = "same_worker", "Yes, and the family’s worker works with them too"
    NOT_IN_NEED = "not_in_need", "No"


class OwnRightAnswer(Permanent):
    """The latest one of a person holds; `because` says how they are helped, or why they are not a child in need."""

    family = models.ForeignKey(Family, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="own_right_answers")
    answer = models.CharField(max_length=20, choices=OwnRight)
    get_answer_display: Any
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
