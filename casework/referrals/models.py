"""Why the family is known, the children whom it concerns, and the checks that were made."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.calls.models import SafetyCall
from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.practice.fields import CodeField, CodesField, NationalCodes, Words
from casework.trail.models import RecordedQuerySet


class Referral(FamilyRecord):
    received_on = models.DateField()
    source = CodeField(NationalCodes("referral_sources"), max_length=3)
    get_source_display: Words
    reason = models.TextField()
    transferred_at = models.DateTimeField(null=True, blank=True)
    # A7.25: asked at each referral with welfare concerns, and what the answer was.
    protection_status = models.CharField(max_length=300, blank=True)
    no_checks_because = models.CharField(max_length=300, blank=True)
    call = models.OneToOneField(SafetyCall, models.PROTECT, null=True, blank=True, related_name="referral")

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

    class Meta:
        ordering = ["made_on", "pk"]


class InvolvementManager(models.Manager.from_queryset(RecordedQuerySet)):
    """Without those that were opened in error: no list, figure or check counts them."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(withdrawn_because="")


class Involvement(FamilyRecord):
    """One child's part in a referral, with the need: what the census calls the child-in-need episode.

    One that was opened in error is taken out: its referral's page and the history show it, nothing else does.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="involvements")
    child = models.ForeignKey(Person, models.PROTECT, related_name="involvements")
    need = CodeField(NationalCodes("needs"), max_length=2)
    get_need_display: Words
    opened_on = models.DateField()
    # A7.19: when deliberate harm was alleged: the child is seen within 24 hours, or the reason recorded why not.
    harm_alleged_at = models.DateTimeField(null=True, blank=True)
    not_seen_because = models.CharField(max_length=300, blank=True)
    factors = CodesField(NationalCodes("factors"), max_length=4, default=list, blank=True)
    get_factors_display: Words
    # What was decided on the referral for this child.
    decision = CodeField(NationalCodes("referral_outcomes"), max_length=10, blank=True)
    get_decision_display: Words
    decision_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # What early help decided on the request, where the decision was to ask for it (A9.5).
    early_help_decision = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = CodeField(NationalCodes("closure_reasons"), max_length=3, blank=True)
    get_closed_because_display: Words
    withdrawn_because = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvolvementManager()
    with_withdrawn = models.Manager.from_queryset(RecordedQuerySet)()

    class Meta:
        ordering = ["child__born", "child__name"]
        # What a row is saved through, and read through from others, finds a withdrawn one too.
        base_manager_name = "with_withdrawn"
        # What waits for a manager begins from the open ones: the closed are many and grow.
        indexes = [
            models.Index(fields=["family", "opened_on"], condition=Q(closed_on=None), name="open_involvements"),
            models.Index(fields=["closed_on"], name="involvements_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "family"],
                condition=Q(closed_on=None, withdrawn_because=""),
                name="one_open_involvement",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_because="", withdrawn_by=None, withdrawn_at=None)
                | (~Q(withdrawn_because="") & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)),
                name="a_withdrawn_involvement_says_who_and_when",
            ),
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
