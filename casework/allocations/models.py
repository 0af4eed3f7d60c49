"""Who works with a family, in which role, and who leads on each day."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Expression, Q, When

from casework.families.models import FamilyRecord
from casework.practice.fields import CodeField, NationalCodes, Words
from casework.trail.models import Dated, DatedQuerySet
from casework.users.roles import Role


class AllocationQuerySet(DatedQuerySet):
    def leading(self, day: date | Expression) -> Self:
        """Those that lead the work with their family on `day`: at most one of a family (A11.1)."""
        return self.on(day).filter(_leads_on(day))

    def with_lead(self, day: date | Expression) -> Self:
        """Each knows, as `lead`, whether it leads on `day`; the one that does comes first."""
        return self.annotate(lead=Case(When(_leads_on(day), then=True), default=False)).order_by(
            "-lead", "from_date", "pk"
        )


def _leads_on(day: date | Expression) -> Q:
    return Q(lead_from__lte=day) & (Q(lead_until=None) | Q(lead_until__gte=day))


class Allocation(Dated, FamilyRecord):
    """A worker's part with the family, in one role; on each day one of them leads (A11.1).

    `lead_from` and `lead_until` say since when, and until when, this worker leads; who hands over may stay allocated.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=30, choices=Role)
    lead_from = models.DateField(null=True, blank=True)
    lead_until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    hypothesis = models.TextField(blank=True)
    assessment_due_on = models.DateField(null=True, blank=True)
    # A9.16: at the end of a worker's part, a code of `worker_change_reasons` and the outcome of the work.
    ended_because = CodeField(NationalCodes("worker_change_reasons"), max_length=6, blank=True)
    get_ended_because_display: Words
    summary_of_involvement = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    # Who goes on with what is still open on the day after the last, and why something of theirs stays unfinished.
    handed_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    left_because = models.TextField(blank=True)

    objects = models.Manager.from_queryset(AllocationQuerySet)()

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
        indexes = [models.Index(fields=["worker", "until_date"], name="allocations_of_worker")]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["family"], condition=Q(lead_from__isnull=False, lead_until=None), name="one_lead_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lead_until=None) | Q(lead_until__gte=models.F("lead_from")), name="lead_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(lead_from=None) | Q(lead_until__isnull=False),
                name="nobody_leads_after_their_part",
            ),
            models.UniqueConstraint(
                fields=["family", "worker"], condition=Q(until_date=None), name="allocated_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | ~Q(ended_because=""), name="a_part_ends_with_a_reason"
            ),
        ]
