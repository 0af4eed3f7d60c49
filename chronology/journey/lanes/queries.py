"""Rows of the journey: Workbooks, allocations with their summaries, programmes with their modules, and visits."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from casework import practice
from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from supervision.group_supervisions.models import GroupSupervision
from workbook.programmes.models import FamilyProgramme
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import Workbook


def summaries_by_allocation(family: Family) -> dict[int, list[InterventionSummary]]:
    """By allocation, with when each episode was supervised and who wrote a part."""
    found: dict[int, list[InterventionSummary]] = defaultdict(list)
    summaries = InterventionSummary.objects.filter(family=family).order_by("episode__begun_at", "pk")
    for summary in summaries.select_related("episode__supervision", "part_of__worker").prefetch_related(
        "parts__worker"
    ):
        found[summary.allocation_id].append(summary)
    return found


def visits_of(family: Family) -> list[CaseNote]:
    kinds = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    return list(family.casenote_set.filter(kind__in=kinds).exclude(state=NoteState.WITHDRAWN))


def workbooks_opened_by(family: Family, until: date) -> QuerySet[Workbook]:
    """The versions opened until that day, the first first."""
    return family.workbook_set.filter(opened_at__date__lte=until).order_by("version")


def allocations_begun_by(family: Family, until: date) -> QuerySet[Allocation]:
    """The allocations that began until that day, in the order in which they did."""
    return family.allocation_set.filter(from_date__lte=until).select_related("worker").order_by("from_date", "pk")


def programmes_with_records(family: Family) -> QuerySet[FamilyProgramme]:
    return family.familyprogramme_set.prefetch_related("records__child").order_by("number")


def supervisions_with_workbook(family: Family) -> list[GroupSupervision]:
    return list(family.groupsupervision_set.select_related("episode__workbook"))
