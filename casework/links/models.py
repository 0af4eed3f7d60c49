"""Families that are linked to each other (A1.16)."""

from django.db import models
from django.db.models import Q

from casework.families.models import Family, FamilyRecord
from casework.people.models import Person


class FamilyLink(FamilyRecord):
    """Another family that this one is linked to, and why (A1.16); the link itself opens nothing to anybody."""

    other = models.ForeignKey(Family, models.PROTECT, related_name="linked_from")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(family=models.F("other")), name="a_family_is_linked_to_another"),
            models.UniqueConstraint(
                fields=["family", "other", "person"],
                condition=Q(until_date=None),
                nulls_distinct=False,
                name="linked_once_at_a_time",
            ),
        ]
