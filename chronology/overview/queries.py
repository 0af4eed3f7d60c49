"""Rows of the overview: when each child was last seen, the running episode, the last supervision, open actions."""

from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from casework.notes.states import NoteState
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.states import EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState


def last_seen(family):
    """By the child's `one_id`: when last seen, and when last seen alone (A7.7, A10.1)."""
    rows = family.seen_set.filter(seen=True).exclude(note__state=NoteState.WITHDRAWN).order_by()
    last = rows.values_list(Coalesce("child__merged_into_id", "child_id")).annotate(
        Max("note__took_place_at"), alone_at=Max("note__took_place_at", filter=Q(alone=True))
    )
    return {child: (seen_at, alone_at) for child, seen_at, alone_at in last}


def running_episode(family):
    """The episode that is to be supervised next, or None; with it each worker's summary and their last rating."""
    running = family.workbookepisode_set.exclude(state__in=[EpisodeState.SUPERVISED, EpisodeState.ENDED])
    return running.filter(workbook__state=WorkbookState.OPEN).order_by("number").first()


def summaries_of(episode):
    """Each whole summary of the episode, with its parts; `last_rag` is that before, in whichever Workbook."""
    if episode is None:
        return []
    before = InterventionSummary.objects.wholes().filter(
        allocation=OuterRef("allocation"), episode__begun_at__lt=episode.begun_at, state=SummaryState.FINALISED
    )
    last = Subquery(before.order_by("-episode__begun_at").values("rag")[:1])
    whole = episode.summaries.wholes().prefetch_related("parts__worker")
    return whole.select_related("worker", "allocation").annotate(last_rag=last)


def last_signed_off(family):
    """The latest that was signed off, or None."""
    signed_off = family.groupsupervision_set.filter(state=SupervisionState.SIGNED_OFF)
    return signed_off.select_related("signed_off_by").order_by("-held_at").first()


def open_actions(family):
    return family.agreedaction_set.still_open().select_related("owner_user", "owner_person", "child")
