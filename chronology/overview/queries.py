"""Rows of the overview: when each child was last seen, who works with the family, what is written and what is due."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from casework import practice
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CaseSummaryState
from casework.duedates.models import DueDate
from casework.families.models import Family
from casework.notes.states import NoteState
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def seen_and_missed(family: Family) -> tuple[dict[int, tuple[datetime, datetime | None]], list[datetime]]:
    """By the child's `one_id` when last seen, and when last seen alone; and when visits were planned that did not take
    place (A7.7, A7.15, A10.1). In one query."""
    # The family is said of the note too, and so the database does not look through the notes of all.
    rows = family.seen_set.filter(seen=True, note__family=family).exclude(note__state=NoteState.WITHDRAWN).order_by()
    last = rows.values(one=Coalesce("child__merged_into_id", "child_id")).annotate(
        last=Max("note__took_place_at"), alone_at=Max("note__took_place_at", filter=Q(alone=True))
    )
    found = list(last.values_list("one", "last", "alone_at").union(_missed_visits(family), all=True))
    return {child: (at, alone) for child, at, alone in found if child}, [at for child, at, _ in found if child is None]


def _missed_visits(family: Family) -> QuerySet[Any, Any]:
    """With the columns of who was seen: nobody, and when the visit was planned."""
    visits = [key for key, kind in practice.current().note_kinds.items() if kind.visit]
    missed = family.casenote_set.filter(state=NoteState.DID_NOT_TAKE_PLACE, kind__in=visits, planned_for__isnull=False)
    nobody, never = Cast(Value(None), BigIntegerField()), Cast(Value(None), DateTimeField())
    columns = {"one": nobody, "last": F("planned_for"), "alone_at": never}
    return missed.order_by().annotate(**columns).values_list(*columns)


def workers_of(family: Family, today: date) -> QuerySet[Allocation]:
    """The allocations that hold on the day, the lead first; each knows, as `lead`, whether it leads."""
    return family.allocation_set.on(today).with_lead(today).select_related("worker")


def latest_completed_case_summaries(family: Family) -> dict[int, CaseSummary]:
    """By the child's id, with their passages."""
    completed = family.casesummary_set.filter(state=CaseSummaryState.COMPLETED)
    latest = completed.order_by("child_id", "-number").distinct("child_id").prefetch_related("passages")
    return {summary.child_id: summary for summary in latest}


def summaries_of(episode: WorkbookEpisode | None) -> Iterable[InterventionSummary]:
    """Each whole summary of the episode, with its parts; `last_rag` is that before, in whichever Workbook."""
    if episode is None:
        return []
    before = InterventionSummary.objects.wholes().filter(
        allocation=OuterRef("allocation"), episode__begun_at__lt=episode.begun_at, state=SummaryState.FINALISED
    )
    last = Subquery(before.order_by("-episode__begun_at").values("rag")[:1])
    whole = episode.summaries.wholes().prefetch_related(
        Prefetch("parts", InterventionSummary.objects.select_related("worker"))
    )
    return whole.select_related("worker", "allocation").annotate(last_rag=last)


def last_signed_off(family: Family) -> GroupSupervision | None:
    """The latest that was signed off, or None."""
    signed_off = family.groupsupervision_set.filter(state=SupervisionState.SIGNED_OFF)
    return signed_off.select_related("signed_off_by").order_by("-held_at").first()


def open_actions(family: Family) -> QuerySet[AgreedAction]:
    return family.agreedaction_set.still_open().select_related("owner_user", "owner_person", "child")


def running_dues(family: Family) -> QuerySet[DueDate]:
    """What is due, soonest first."""
    return family.due_dates.running().shown()
