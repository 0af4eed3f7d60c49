"""Why the family is known, the children it concerns, and who works with them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When

from casework.calls.models import SafetyCall
from casework.families.models import FamilyRecord, Person
from casework.users.models import Dated, DatedQuerySet
from casework.users.roles import Role


class Referral(FamilyRecord):
    received_on = models.DateField()
    source = models.CharField(max_length=3)
    reason = models.TextField()
    transferred_at = models.DateTimeField(null=True, blank=True)
    # A7.25: asked at each referral with welfare concerns, and what the answer was.
    protection_status = models.CharField(max_length=300, blank=True)
    no_checks_because = models.CharField(max_length=300, blank=True)
    call = models.OneToOneField(SafetyCall, models.PROTECT, null=True, blank=True, related_name="referral")
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["-received_on", "-pk"]


class CheckKind(models.TextChoices):
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "School or nursery"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    ADULT_SERVICES = "adult_services", "Adult services"
    OTHER_AUTHORITY = "other_authority", "Another authority"
    OTHER = "other", "Other"


class ReferralCheck(FamilyRecord):
    """A check made with another agency at a referral, its outcome and what was decided on it (A7.25)."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=CheckKind)
    made_on = models.DateField()
    outcome = models.TextField()
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["made_on", "pk"]


class Involvement(FamilyRecord):
    """One child's part in a referral, with the need: what the census calls the child-in-need episode."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="involvements")
    child = models.ForeignKey(Person, models.PROTECT, related_name="involvements")
    need = models.CharField(max_length=2)
    opened_on = models.DateField()
    # A7.19: said to have been deliberately harmed, so to be seen within 24 hours; else the reason why not.
    harm_alleged_at = models.DateTimeField(null=True, blank=True)
    not_seen_because = models.CharField(max_length=300, blank=True)
    factors = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    # What was decided on the referral for this child: a code of `referral_outcomes`.
    decision = models.CharField(max_length=10, blank=True)
    decision_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # What early help decided on the request, where the decision was to ask for it (A9.5).
    early_help_decision = models.TextField(blank=True)
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
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")), name="closed_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decision_on_a_child_says_who_and_when",
            ),
        ]


class AllocationQuerySet(DatedQuerySet):
    def leading(self, day):
        """Those that lead the work with their family on `day`: at most one of a family (A11.1)."""
        return self.on(day).filter(_leads_on(day))

    def with_lead(self, day):
        """Each knows, as `lead`, whether it leads on `day`; the one that does comes first."""
        return self.annotate(lead=Case(When(_leads_on(day), then=True), default=False)).order_by(
            "-lead", "from_date", "pk"
        )


def _leads_on(day):
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
    # A9.16: at the end of a worker's part, a code of `worker_change_reasons` and what the work brought about.
    ended_because = models.CharField(max_length=6, blank=True)
    summary_of_involvement = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    # Who goes on with what is still open on the day after the last, and why something of theirs stays unfinished.
    handed_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    left_because = models.TextField(blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    objects = models.Manager.from_queryset(AllocationQuerySet)()

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
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


class UnallocatedReason(FamilyRecord):
    """Why nobody works with the family yet, said by a manager (A10.16); the latest holds."""

    because = models.TextField()
    said_on = models.DateField()

    class Meta:
        ordering = ["-said_on", "-pk"]
