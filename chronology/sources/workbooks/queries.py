"""Workbooks opened and closed, and completed assessments in the chronology."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, NullIf

from casework.families.models import Family
from chronology.sources.queries import NOTHING, as_columns, code_label, sentence
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.workbooks.models import Workbook, WorkbookDecision


def workbooks_opened(family: Family, rank: int) -> QuerySet:
    decisions = WorkbookDecision.objects.filter(referral=OuterRef("referral"), opened=True)
    reason = Subquery(decisions.order_by("-at").values("reason")[:1])
    return _workbooks(family.workbook_set.all(), rank, "opened", moment=F("opened_at"), why=Coalesce(reason, NOTHING))


def workbooks_closed(family: Family, rank: int) -> QuerySet:
    closed = family.workbook_set.filter(closed_at__isnull=False)
    # By the reason, so that one that was never to be opened is told from one after which the work was done (A2.5).
    reason = Coalesce(NullIf(code_label(Workbook.closed_reason.field), NOTHING), F("closed_reason"))
    why = sentence(reason, ". ", F("closed_because"))
    return _workbooks(closed, rank, "closed", moment=F("closed_at"), why=why)


def _workbooks(rows: QuerySet, rank: int, what: str, **columns: Any) -> QuerySet:
    headline = sentence(f"Workbook {what}, version ", F("version"))
    return as_columns(rows, rank, headline=headline, **columns)


def assessments_completed(family: Family, rank: int) -> QuerySet:
    """The Family Programme completed as an assessment: on the day on which the manager agreed, and what it was for.

    What was agreed is in the assessment itself: a chronology may be handed to whom it is not shared with.
    """
    headline = sentence("Family Programme ", F("programme__number"), " completed as an assessment")
    completed = family.programmeassessment_set.filter(state=AssessmentState.COMPLETED)
    return as_columns(
        completed, rank, moment=F("oversight__completed_at"), headline=headline,
        why=code_label(ProgrammeAssessment.occasion.field, ""), target=F("pk"),
    )  # fmt: skip
