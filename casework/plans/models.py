"""Assessments, plans, conferences and reviews, court and care episodes: dated facts of the child (C17)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.practice.fields import ByField, CodeField, Codes, CodesField, NationalCodes, Words
from casework.trail.models import Dated, DatedQuerySet, Recorded
from casework.trail.versions import Versioned


class FactQuerySet(DatedQuerySet):
    def not_withdrawn(self) -> Self:
        return self.filter(withdrawn_because="")


class ChildFact(Versioned, FamilyRecord):
    """A dated fact of one child. `led_by` names the worker or the agency that leads.

    One that was recorded by mistake, or of the wrong child, is withdrawn: no view shows it, history keeps it.
    """

    child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    led_by = models.CharField(max_length=120, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(FactQuerySet)()

    class Meta:
        abstract = True


class Approved(Recorded):
    """Approved in writing by a manager, with the views of child and carer (A9.15)."""

    childs_views = models.TextField(blank=True)
    carers_views = models.TextField(blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approval = models.TextField(blank=True)

    class Meta:
        abstract = True


class AssessmentKind(models.TextChoices):
    SINGLE = "single", "Child and family assessment"
    SECTION_47 = "section_47", "Section 47 enquiry"


ASSESSMENT_OUTCOMES: dict[str, Codes] = {
    AssessmentKind.SINGLE: NationalCodes("assessment_outcomes"),
    AssessmentKind.SECTION_47: NationalCodes("section_47_outcomes"),
}


class Assessment(Approved, ChildFact):
    """A child and family assessment, or a section 47 enquiry."""

    kind = models.CharField(max_length=15, choices=AssessmentKind)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    factors = CodesField(NationalCodes("factors"), max_length=4, default=list, blank=True)
    get_factors_display: Words
    outcome = CodeField(ByField("kind", ASSESSMENT_OUTCOMES), max_length=10, blank=True)
    get_outcome_display: Words
    # A5.16: of a child who transferred in under a protection plan, the other authority's report to its conference, and
    # the safety plan in the assessment.
    transfer_in_report = models.CharField("the other authority's report", max_length=300, blank=True)
    safety_plan = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_on", "-pk"]
        indexes = [
            models.Index(
                fields=["ended_on"],
                condition=Q(approved_at=None, ended_on__isnull=False),
                name="assessments_to_approve",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(transfer_in_report="") | ~Q(safety_plan=""), name="who_transfers_in_has_a_safety_plan"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")), name="assessment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="an_approved_assessment_says_who_and_when",
            ),
        ]


class PlanKind(models.TextChoices):
    CHILD_IN_NEED = "cin", "Child in need plan"
    CHILD_PROTECTION = "cp", "Child protection plan"
    CHILD_WE_CARE_FOR = "cwcf", "Care plan of a child we care for"
    EARLY_HELP = "eh", "Early help plan"


class Plan(Approved, ChildFact, Dated):
    """One plan of one child; `category` at its start and `latest_category` of abuse where it protects."""

    kind = models.CharField(max_length=5, choices=PlanKind)
    category = CodeField(NationalCodes("abuse_categories"), max_length=3, blank=True)
    get_category_display: Words
    latest_category = CodeField(NationalCodes("abuse_categories"), max_length=3, blank=True)
    get_latest_category_display: Words
    latest_category_from = models.DateField(null=True, blank=True)
    previous_plans = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_date", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "kind", "family"],
                condition=Q(until_date=None, withdrawn_because=""),
                name="one_plan_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.CHILD_PROTECTION) | (~Q(category="") & ~Q(latest_category="")),
                name="a_protection_plan_has_its_category",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="an_approved_plan_says_who_and_when",
            ),
        ]


class ConferenceKind(models.TextChoices):
    STRATEGY = "strategy", "Strategy discussion"
    INITIAL = "icpc", "Initial child protection conference"
    REVIEW = "rcpc", "Child protection review conference"
    CORE_GROUP = "core_group", "Core group"
    CHILD_IN_NEED = "cin_review", "Child in need review"
    CARE = "cwcf_review", "Review of a child we care for"
    EARLY_HELP = "eh_meeting", "Early help planning meeting"
    LEGAL_PLANNING = "legal_planning", "Legal planning meeting"
    FAMILY_NETWORK = "family_network", "Family network meeting"


class Conference(ChildFact):
    """A conference, review or core group: planned, then held on a day or not held because."""

    kind = models.CharField(max_length=15, choices=ConferenceKind)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="conferences")
    planned_for = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    not_held_because = models.CharField(max_length=300, blank=True)
    outcome = models.TextField(blank=True)
    # Of a legal planning meeting.
    outcome_code = CodeField(NationalCodes("legal_gateway_outcomes"), max_length=10, blank=True)
    get_outcome_code_display: Words

    class Meta:
        ordering = ["-held_on", "-planned_for", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_for__isnull=False) | Q(held_on__isnull=False), name="a_conference_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(not_held_because=""), name="a_conference_is_held_or_not"
            ),
        ]


class LegalKind(models.TextChoices):
    PRE_PROCEEDINGS = "pre_proceedings", "Pre-proceedings"
    CARE_PROCEEDINGS = "care_proceedings", "Care proceedings"
    PRIVATE_LAW = "private_law", "Private law proceedings"
    CARE = "care", "Care episode"


class LegalEpisode(ChildFact, Dated):
    """Court proceedings, or a period in care with its legal status and placement; pre-proceedings end with a code."""

    kind = models.CharField(max_length=20, choices=LegalKind)
    status = CodeField(NationalCodes("legal_statuses"), max_length=3, blank=True)
    get_status_display: Words
    placement = models.CharField(max_length=200, blank=True)
    # Of a care episode: whether the plan is that the child returns home (A2.4); None while it is not decided.
    reunification = models.BooleanField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    outcome = models.TextField(blank=True)
    outcome_code = CodeField(NationalCodes("pre_proceedings_outcomes"), max_length=10, blank=True)
    get_outcome_code_display: Words

    class Meta(Dated.Meta):
        ordering = ["-from_date", "-pk"]
        verbose_name = "court or care episode"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "kind", "family"],
                condition=Q(until_date=None, withdrawn_because=""),
                name="one_legal_episode_of_a_kind",
            ),
        ]


AnyFact = Assessment | Plan | Conference | LegalEpisode
