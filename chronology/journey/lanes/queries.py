"""Rows of the journey: the summaries by allocation, and the visits."""

from collections import defaultdict

from casework import practice
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from workbook.summaries.models import InterventionSummary


def summaries_by_allocation(family):
    """By allocation, with when each episode was supervised and who wrote a part."""
    found = defaultdict(list)
    summaries = InterventionSummary.objects.filter(family=family).order_by("episode__begun_at", "pk")
    for summary in summaries.select_related("episode__supervision", "part_of__worker").prefetch_related(
        "parts__worker"
    ):
        found[summary.allocation_id].append(summary)
    return found


def visits_of(family) -> list[CaseNote]:
    kinds = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    return list(family.casenote_set.filter(kind__in=kinds).exclude(state=NoteState.WITHDRAWN))
