"""Who shares with whom what they say of the family: a fact of the family, whatever programmes it has (A5.6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family
from casework.people.models import Person
from casework.trail.models import Permanent


class Sharing(models.TextChoices):
    SHARES = "shares", "shares with"
    DOES_NOT = "does_not", "does not share with"


class SharingChoice(Permanent):
    """What one parent or carer said of sharing with another; what was said last stands, in every later programme.

    It is never changed: whoever says something else gets another row. When its family is joined to another it stays
    where it is, and is read there.
    """

    family = models.ForeignKey(Family, models.PROTECT)
    parent = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Sharing)
    with_whom = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_on = models.DateField()
    # In the words of who does not share; on no page, paper or list of a programme of anybody else.
    because = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("with_whom")), name="nobody_shares_with_oneself"),
            models.CheckConstraint(
                condition=~Q(choice=Sharing.DOES_NOT) | ~Q(because=""), name="who_does_not_share_says_why"
            ),
        ]

    @property
    def both(self) -> set[int]:
        """The `one_id` of either."""
        return {self.parent.one_id, self.with_whom.one_id}
