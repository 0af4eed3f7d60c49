"""Families that were joined: siblings who had come in apart."""

from django.db import models
from django.db.models import Q

from casework.families.models import Family, FamilyRecord


class FamilyJoin(FamilyRecord):
    """`joined` was brought into `family`: siblings who had come in apart. `moved` lists the rows, for undoing it."""

    joined = models.ForeignKey(Family, models.PROTECT, related_name="joined_into")
    because = models.TextField()
    moved = models.JSONField(default=list)
    undone_because = models.CharField(max_length=300, blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(family=models.F("joined")), name="a_family_joins_another"),
            models.UniqueConstraint(fields=["joined"], condition=Q(undone=False), name="joined_once_at_a_time"),
        ]


def joined_into(family: Family) -> Family | None:
    """The family of which this one has become part, or None."""
    return Family.objects.filter(familyjoin__joined=family, familyjoin__undone=False).first()


def joined_to(family: Family) -> list[Family]:
    """The families that have become part of this one: what is said of it and who may find it holds for them too."""
    joined = FamilyJoin.objects.filter(family=family, undone=False).order_by("pk").values("joined")
    return list(Family.objects.filter(pk__in=joined).order_by("pk"))
