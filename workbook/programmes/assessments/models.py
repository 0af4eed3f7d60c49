"""The Family Programme completed as an assessment, with the manager's oversight (A5.13, A5.14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.notes.models import CaseNote
from casework.practice.fields import CodeField, PracticeKeys, Words
from casework.trail.versions import Versioned
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme


class ProgrammeAssessment(Versioned, FamilyRecord):
    """A programme on its way to a completed assessment; while it waits for the manager its modules do not change.

    `number` counts the assessments of the programme, and is the `round` of the modules that belong to one assessment
    alone.
    """

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    occasion = CodeField(PracticeKeys("assessment_occasions"), max_length=40)
    get_occasion_display: Words
    state = models.CharField(max_length=12, choices=AssessmentState)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state_because = models.TextField(blank=True)
    # The manager's oversight: when it was read, what was agreed, and the case note that says so.
    read_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    oversight = models.OneToOneField(CaseNote, models.PROTECT, null=True, blank=True, related_name="oversees")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="assessments_are_numbered"),
            models.UniqueConstraint(
                fields=["programme"], condition=~Q(state=AssessmentState.COMPLETED), name="one_assessment_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.COMPLETED)
                | (Q(read_on__isnull=False, oversight__isnull=False) & ~Q(outcome="")),
                name="completed_with_the_managers_oversight",
            ),
        ]


class SignificantChange(FamilyRecord):
    """A significant change within the family, after which a completed Family Programme is due (A5.14)."""

    programme = models.ForeignKey(FamilyProgramme, models.PROTECT, related_name="significant_changes")
    what = models.TextField()
    happened_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-pk"]
