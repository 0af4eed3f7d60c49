"""A family goes from one team to another (A9.7)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.trail.versions import Versioned
from casework.transfers.states import TransferState
from casework.users.models import Team


class Transfer(Versioned, FamilyRecord):
    """Asked for by the old team's manager, accepted or declined by the new one's.

    `staying` are the ids of the allocations that go with the family; the others end when it is accepted.
    """

    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.ASKED)
    from_assessment = models.BooleanField(default=False)
    reason = models.TextField()
    plan = models.TextField()
    summary = models.TextField()
    joint_visit_on = models.DateField(null=True, blank=True)
    no_joint_visit_because = models.CharField(max_length=300, blank=True)
    staying = ArrayField(models.BigIntegerField(), default=list, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(state=TransferState.ASKED), name="one_transfer_asked_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(from_team=models.F("to_team")), name="a_transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state=TransferState.ASKED, settled_at=None, settled_by=None)
                | (~Q(state=TransferState.ASKED) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="a_settled_transfer_says_who_and_when",
            ),
        ]
