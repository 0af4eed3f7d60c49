"""The case summary of each child, under its seven headings (A9.1, A9.2)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.case_summaries.states import CaseSummaryState
from casework.families.models import FamilyRecord
from casework.passages.models import Passage
from casework.people.models import Person
from casework.practice.schema import Section
from casework.trail.versions import Versioned


class CaseSummary(Versioned, FamilyRecord):
    """One version of one child's case summary; the next begins when the last is completed."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="case_summaries")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CaseSummaryState, default=CaseSummaryState.OPEN)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "case summaries"
        constraints = [
            models.UniqueConstraint(fields=["family", "child", "number"], name="case_summaries_are_numbered"),
            models.UniqueConstraint(
                fields=["family", "child"], condition=Q(state=CaseSummaryState.OPEN), name="one_open_case_summary"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseSummaryState.OPEN, completed_at=None, completed_by=None)
                | Q(state=CaseSummaryState.COMPLETED, completed_at__isnull=False, completed_by__isnull=False),
                name="a_completed_case_summary_says_who_and_when",
            ),
        ]


class CaseSummaryPassage(Passage):
    owner = models.ForeignKey(CaseSummary, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: models.Model) -> Iterable[Section]:
        return practice.current().case_summary_sections
