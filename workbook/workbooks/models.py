"""The family's Workbook, and the decision to open one or not (A1, C3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family, FamilyRecord
from casework.people.models import Person
from casework.practice.fields import CodeField, PracticeKeys, Words, readable
from casework.referrals.models import Referral
from casework.trail.models import Permanent
from workbook.workbooks.states import WorkbookState


class WorkbookDecision(Permanent):
    """A management decision, written once: open a Workbook or not, why, by whom and when (A1.6)."""

    family = models.ForeignKey(Family, models.PROTECT)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="workbook_decisions")
    opened = models.BooleanField()
    reason = models.TextField()
    # C4: each question of the checklist with its answer, as answered then; whether all were met; why it was overridden.
    answers = models.JSONField(default=list)
    eligible = models.BooleanField()
    override_because = models.TextField(blank=True)
    # C19: when the case was first discussed, which the 24 hours do not wait for.
    first_discussed_on = models.DateField(null=True, blank=True)
    # Whose decision it is; `by` recorded it: the same person, unless business support opens what a manager decided.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible=models.F("opened")) | ~Q(override_because=""),
                name="a_decision_against_the_checklist_says_why",
            )
        ]


class EmergedVulnerability(FamilyRecord):
    """A vulnerability that showed itself later: the question of a Workbook is open again (A1.10)."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="emerged_vulnerabilities")
    vulnerability = CodeField(PracticeKeys("vulnerabilities"), max_length=40)
    get_vulnerability_display: Words
    what = models.TextField()
    noticed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class Workbook(FamilyRecord):
    """One open for a family; each referral that opens one makes a new version, and all earlier ones stay (A1.18)."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="workbooks")
    version = models.PositiveSmallIntegerField()
    index_child = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Why it is another one than when it was opened.
    index_child_because = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=WorkbookState, default=WorkbookState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Why (A2.5), and the manager's own words.
    closed_reason = CodeField(PracticeKeys("workbook_closure_reasons", readable), max_length=40, blank=True)
    get_closed_reason_display: Words
    closed_because = models.TextField(blank=True)
    # Where the reason asks for a final Family Programme and there is none: why not (A2.7).
    no_final_programme_because = models.TextField(blank=True)
    # Where the plan for a child in care is to return home, or no first review was held: why it closed all the same.
    closed_with_care_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(state=WorkbookState.OPEN), name="one_open_workbook_for_a_family"
            ),
            models.UniqueConstraint(fields=["family", "version"], name="workbook_versions_are_numbered"),
            models.CheckConstraint(
                condition=Q(
                    state=WorkbookState.OPEN, closed_at=None, closed_by=None, closed_reason="", closed_because=""
                )
                | (
                    Q(state=WorkbookState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(closed_because="")
                    & ~Q(closed_reason="")
                ),
                name="a_closed_workbook_says_who_when_and_why",
            ),
        ]
