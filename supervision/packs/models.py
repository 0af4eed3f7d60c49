"""The supervision pack: wanted, being made, made, or failed; the building itself is `chronology.packs`."""

from django.db import models
from django.db.models import Q

from casework.documents.models import Document
from casework.families.models import FamilyRecord
from supervision.groups.models import GroupSupervision
from supervision.packs.states import PackState


class Pack(FamilyRecord):
    """One making of the pack; `as_at` is the moment whose record it shows."""

    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=PackState, default=PackState.WANTED)
    wanted_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    as_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="pack")
    failed_because = models.TextField(blank=True)
    out_of_date_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "number"], name="packs_are_numbered"),
            models.CheckConstraint(
                condition=~Q(state=PackState.MADE)
                | Q(document__isnull=False, as_at__isnull=False, pages__isnull=False),
                name="a_made_pack_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state=PackState.FAILED) | ~Q(failed_because=""), name="a_failed_pack_says_why"
            ),
        ]
