"""Why the family is known, the children it concerns, and who works with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord, Person
from casework.users.models import Dated
from casework.users.roles import Role


class Referral(FamilyRecord):
    received_on = models.DateField()
    source = models.CharField(max_length=3)
    reason = models.TextField()
    transferred_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["-received_on", "-pk"]


class Involvement(FamilyRecord):
    """One child's part in a referral, with the need: what the census calls the child-in-need episode."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="involvements")
    child = models.ForeignKey(Person, models.PROTECT, related_name="involvements")
    need = models.CharField(max_length=2)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["child__born", "child__name"]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(closed_on=None), name="one_open_involvement"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_because="") | (Q(closed_on__isnull=False) & ~Q(closed_because="")),
                name="closed_with_a_reason",
            ),
        ]


class Allocation(Dated, FamilyRecord):
    """A worker's part with the family, in one role; one of them leads (A11.1)."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=30, choices=Role)
    lead = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta(Dated.Meta):
        ordering = ["-lead", "from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["family"], condition=Q(lead=True, until_date=None), name="one_lead_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["family", "worker"], condition=Q(until_date=None), name="allocated_once_at_a_time"
            ),
        ]
