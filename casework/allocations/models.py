"""Who works with a family, in which role, who leads on each day, who oversees the lead and who works beside them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, Exists, Expression, F, Func, OuterRef, Q, Value, When

from casework.families.models import FamilyRecord
from casework.practice.fields import CodeField, NationalCodes, Words
from casework.trail.models import Dated, DatedQuerySet
from casework.users.roles import Role


class AllocationQuerySet(DatedQuerySet):
    def leading(self, day: date | Expression) -> Self:
        """Those that lead the work with their family on `day`, today or to come: at most one of a family (A11.1)."""
        return self.on(day).filter(_leads_on(day))

    def led_on(self, day: date | Expression) -> Self:
        """As `leading`, of a day that has passed too: by what their part began with before it was led again."""
        earlier = EarlierLead.objects.filter(allocation=OuterRef("pk"), lead_from__lte=day, lead_until__gte=day)
        return self.on(day).filter(_leads_on(day) | Exists(earlier))

    def with_lead(self, day: date | Expression) -> Self:
        """Each knows, as `lead`, whether it leads on `day`; the one that does comes first."""
        return self.annotate(lead=Case(When(_leads_on(day), then=True), default=False)).order_by(
            "-lead", "from_date", "pk"
        )

    def working_beside_the_lead(self, day: date | Expression) -> Self:
        """Those that work beside the lead as co-worker on `day`: at most one of a family."""
        return self.on(day).filter(Q(co_works_until=None) | Q(co_works_until__gte=day), co_works_from__lte=day)


def _leads_on(day: date | Expression) -> Q:
    return Q(lead_from__lte=day) & (Q(lead_until=None) | Q(lead_until__gte=day))


class Allocation(Dated, FamilyRecord):
    """A worker's part with the family, in one role; on each day one of them leads (A11.1).

    `lead_from` and `lead_until` say since when, and until when, this worker leads: they hold the case. What they led
    before that within the same part stands in `earlier_leads`. Who hands over
    may stay allocated, and where the practice has it as the co-worker, from `co_works_from` to `co_works_until`.
    `overseer` oversees a lead who has no social work qualification, for as long as they lead and the dates say.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=30, choices=Role)
    lead_from = models.DateField(null=True, blank=True)
    lead_until = models.DateField(null=True, blank=True)
    # Of a worker of another agency: which.
    agency = models.CharField(max_length=120, blank=True)
    agreed_on = models.DateField("agreed to lead on", null=True, blank=True)
    agreement_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    overseer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    overseen_from = models.DateField(null=True, blank=True)
    overseen_until = models.DateField(null=True, blank=True)
    co_works_from = models.DateField(null=True, blank=True)
    co_works_until = models.DateField(null=True, blank=True)
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
    # Whether `handed_to` leads from that day because this part ended, and not because they were named to.
    hands_on_lead = models.BooleanField(default=False)

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
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreement_recorded_by=None)
                | Q(agreed_on__isnull=False, agreement_recorded_by__isnull=False),
                name="who_agrees_to_lead_says_when_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(overseer=None, overseen_from=None, overseen_until=None)
                | Q(overseer__isnull=False, overseen_from__isnull=False),
                name="an_overseer_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(overseen_until=None) | Q(overseen_until__gte=models.F("overseen_from")),
                name="overseen_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(co_works_from__isnull=False, co_works_until=None),
                name="one_co_worker_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(co_works_until=None) | Q(co_works_until__gte=models.F("co_works_from")),
                name="co_working_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(co_works_from=None) | Q(co_works_until__isnull=False),
                name="nobody_co_works_after_their_part",
            ),
            models.CheckConstraint(
                condition=Q(lead_from=None)
                | Q(lead_until__isnull=False)
                | Q(co_works_from=None)
                | Q(co_works_until__isnull=False),
                name="the_lead_is_not_the_co_worker",
            ),
            models.UniqueConstraint(
                fields=["family", "worker"], condition=Q(until_date=None), name="allocated_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | ~Q(ended_because=""), name="a_part_ends_with_a_reason"
            ),
        ]


class EarlierLead(FamilyRecord):
    """Days on which a worker led, both included, before they led again within the same part (A11.1).

    What stood on record of that lead with it. Written when the next begins, and never changed.
    """

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="earlier_leads")
    lead_from = models.DateField()
    lead_until = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    agreement_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    overseer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    overseen_from = models.DateField(null=True, blank=True)
    overseen_until = models.DateField(null=True, blank=True)

    class Meta(FamilyRecord.Meta):
        ordering = ["lead_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(lead_until__gte=F("lead_from")), name="earlier_lead_in_order"),
            # A day of one part is led once. As ranges of one id, so that no extension is needed for the index.
            ExclusionConstraint(
                name="earlier_leads_do_not_overlap",
                expressions=[
                    (Func("allocation", "allocation", Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func("lead_from", "lead_until", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
