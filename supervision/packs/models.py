"""The supervision pack: wanted, being made, made, or failed; the building itself is `chronology.packs`."""

from django.db import models

from casework.documents.models import Printed
from supervision.group_supervisions.models import GroupSupervision


class Pack(Printed):
    """One making of the pack."""

    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    out_of_date_because = models.CharField(max_length=200, blank=True)

    class Meta(Printed.Meta):
        ordering = ["-number"]
        constraints = [
            *Printed.Meta.constraints,
            models.UniqueConstraint(fields=["supervision", "number"], name="packs_are_numbered"),
        ]
