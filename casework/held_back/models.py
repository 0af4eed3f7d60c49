"""What tells a protected place in other records, and is held back from all who are not named."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family
from casework.protections.models import Protection
from casework.trail.models import Permanent


class HeldBack(Permanent):
    """The text `field` of a row tells where those are whom `protection` protects; it holds as long as that lasts.

    `subject_type` and `subject_id` name the row (`casework.subjects`). It was found by its words, or a reader held it
    back `by_hand`, and then again with each other wording. `by` wrote it, protected the place, or held it back.
    """

    family = models.ForeignKey(Family, models.PROTECT)
    protection = models.ForeignKey(Protection, models.PROTECT, related_name="held_back")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    by_hand = models.BooleanField(default=False)
    # What the reader said tells the place: found in what is written later too.
    words = models.TextField(blank=True)
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="held_back_by_subject"),
            # The last of these is asked for by each request.
            models.Index(fields=["id"], condition=Q(by_hand=True), name="held_back_by_hand"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["protection", "subject_type", "subject_id", "field"],
                condition=Q(by_hand=False),
                name="what_is_found_is_held_back_once",
            ),
            models.CheckConstraint(condition=Q(by_hand=False) | ~Q(because=""), name="held_back_by_hand_says_because"),
        ]
