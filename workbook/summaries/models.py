"""The intervention summary: one worker's account of one Workbook episode (A3)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.allocations.models import Allocation
from casework.families.models import FamilyRecord, Rag
from casework.notes.models import CaseNote
from casework.passages.models import Passage
from casework.practice.fields import CodeField, PracticeKeys, Words
from casework.practice.schema import Section
from casework.trail.models import RecordedQuerySet
from casework.trail.versions import Versioned
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.states import SummaryState


class StrategyDiscussion(models.TextChoices):
    """What is asked of a new Red."""

    TODAY = "today", "Yes, today"
    NOT = "not", "No"


class SummaryQuerySet(RecordedQuerySet):
    def wholes(self) -> "SummaryQuerySet":
        """Without the parts that are read in a colleague's: what counts as a summary, and as a rating."""
        return self.filter(part_of=None)


class InterventionSummary(Versioned, FamilyRecord):
    """Finalised text does not change, and is itself what the supervision shows: nothing is copied."""

    episode = models.ForeignKey(WorkbookEpisode, models.PROTECT, related_name="summaries")
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="summaries")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="summaries")
    state = models.CharField(max_length=12, choices=SummaryState, default=SummaryState.OPEN)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)
    rag = models.CharField("RAG", max_length=5, choices=Rag, blank=True)
    rationale = models.TextField(blank=True)
    # Asked of a new Red.
    strategy_discussion = models.CharField(max_length=5, choices=StrategyDiscussion, blank=True)
    no_strategy_because = models.TextField(blank=True)
    no_direct_work = models.BooleanField(default=False)
    no_direct_work_because = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)
    left_out_because = models.TextField(blank=True)
    # This worker's part of a colleague's summary: written and finalised by its own author, and read in the whole.
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    handed_over_because = models.TextField(blank=True)
    # Decided when the worker's part was ended: to whom it goes if it is not finalised by the last day.
    goes_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager.from_queryset(SummaryQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "intervention summaries"
        constraints = [
            models.UniqueConstraint(fields=["episode", "allocation"], name="one_summary_for_a_worker_and_episode"),
            models.CheckConstraint(
                condition=~Q(state=SummaryState.FINALISED)
                | (Q(no_direct_work=False, finalised_at__isnull=False) & ~Q(rag="") & ~Q(rationale=""))
                | (Q(no_direct_work=True, finalised_at__isnull=False, rag="") & ~Q(no_direct_work_because=""))
                | Q(part_of__isnull=False, finalised_at__isnull=False),
                name="finalised_with_a_rag_and_why_or_no_direct_work_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(strategy_discussion=StrategyDiscussion.NOT) | ~Q(no_strategy_because=""),
                name="summary_without_a_strategy_discussion_says_why",
            ),
            models.CheckConstraint(condition=~Q(part_of=models.F("pk")), name="no_summary_is_part_of_itself"),
            models.CheckConstraint(
                condition=~Q(state=SummaryState.HANDED_OVER) | (Q(part_of__isnull=False) & ~Q(handed_over_because="")),
                name="handed_over_to_a_summary_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=SummaryState.LEFT_OUT) | ~Q(left_out_because=""), name="left_out_with_a_reason"
            ),
        ]


class SummaryPassage(Passage):
    owner = models.ForeignKey(InterventionSummary, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: Any) -> Iterable[Section]:
        return practice.current().sections_of_summary(row.owner.allocation.role)


class SummaryNote(FamilyRecord):
    """A case note is a line of the summary in whose period it happened: by reference, never copied."""

    summary = models.ForeignKey(InterventionSummary, models.PROTECT, related_name="lines")
    note = models.ForeignKey(CaseNote, models.PROTECT, related_name="summary_lines")
    # The module of the Family Programme to which it belongs, where whoever brought it in said so (A3.4).
    module = CodeField(PracticeKeys("modules"), max_length=20, blank=True)
    get_module_display: Words

    class Meta:
        ordering = ["note__took_place_at", "note__planned_for", "pk"]
        constraints = [models.UniqueConstraint(fields=["summary", "note"], name="a_note_once_in_a_summary")]
