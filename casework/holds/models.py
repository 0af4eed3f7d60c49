"""Holds: what may not be done with a family just now, and because of what."""

from django.db import models

from casework.families.models import Family


class Held(models.TextChoices):
    """What may not be done with a family while there is a hold against it."""

    CLOSURE = "closure", "closing the case"
    RELATIONSHIPS = "relationships", "changing relationships"
    JOINING = "joining", "joining this family to another"


class Hold(models.Model):
    """Placed and lifted by an app to the right, in the transaction of what it is about; others only read it.

    Why, and where it can be put right, is made when it is shown (`registry`).
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="holds")
    what = models.CharField(max_length=15, choices=Held)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "what", "subject_type", "subject_id"], name="one_hold_for_a_subject"
            ),
        ]
