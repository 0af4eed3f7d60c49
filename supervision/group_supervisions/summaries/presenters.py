"""Each worker's part of a supervision as the page and the pack show it: the finalised summary itself, not a copy."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from casework.people.models import Person
from supervision.group_supervisions.models import GroupSupervision
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import SummaryCard, summary_card
from workbook.summaries.queries import with_parts
from workbook.summaries.states import SummaryState

NOT_TO_SHOW = (NoteState.PLANNED, NoteState.WITHDRAWN)


SummaryByAllocation = dict[int, InterventionSummary]


class LaterNote(NamedTuple):
    label: str
    url: str
    when: datetime


def supervision_summaries(supervision: GroupSupervision, people: Iterable[Person]) -> list[SummaryCard]:
    """A card for each whole summary of the episode, the parts of colleagues in it under their names (A3.16).

    What is not finalised shows its state and no text.
    """
    summaries = with_colleagues_apart(
        supervision.episode.summaries.wholes()
        .exclude(state=SummaryState.ENDED)
        .select_related("allocation", "worker", "family")
        .prefetch_related("passages", "lines__note", with_parts(), "parts__lines__note")
        .order_by("allocation__pk"),
        timezone.localdate(),
        "worker",
    )
    before, after = _others(supervision.episode)
    return [_card(summary, before.get(summary.allocation_id, ""), after, supervision, people) for summary in summaries]


def _others(episode: WorkbookEpisode) -> tuple[dict[int, str], SummaryByAllocation]:
    """By allocation: the last rating given in an earlier episode, and the summary of the next one."""
    others = InterventionSummary.objects.filter(family=episode.family_id).exclude(episode=episode.pk)
    earlier = others.wholes().filter(episode__begun_at__lt=episode.begun_at).exclude(rag="")
    earlier = earlier.order_by("episode__begun_at")
    before = dict(earlier.values_list("allocation", "rag"))
    later = others.filter(episode__begun_at__gt=episode.begun_at).order_by("-episode__begun_at")
    return before, {summary.allocation_id: summary for summary in later.prefetch_related("lines__note")}


def _card(
    summary: InterventionSummary,
    previous_rag: str,
    after: SummaryByAllocation,
    supervision: GroupSupervision,
    people: Iterable[Person],
) -> SummaryCard:
    finalised = summary.state == SummaryState.FINALISED
    return summary_card(
        summary,
        people,
        previous_rag=previous_rag,
        readable=finalised,
        settled_only=True,
        status="" if finalised else _status(summary),
        since=_since(summary, after, supervision.held_at) if finalised else (),
        url=reverse("summary", args=[summary.family_id, summary.pk]),
    )


def _status(summary: InterventionSummary) -> str:
    return "Left out" if summary.state == SummaryState.LEFT_OUT else "Not finalised"


def _since(summary: InterventionSummary, after: SummaryByAllocation, held_at: datetime | None) -> Iterator[LaterNote]:
    """What those who wrote it recorded after finalising and before the meeting."""
    found = {note for each in (summary, *summary.parts.all()) for note in _later(each, after.get(each.allocation_id))}
    for note in sorted(found, key=lambda note: note.at):
        if note.state not in NOT_TO_SHOW and (held_at is None or max(note.at, note.recorded_at) <= held_at):
            yield LaterNote(kind_of(note).label, reverse("note", args=[note.family_id, note.pk]), note.at)


def _later(summary: InterventionSummary, following: InterventionSummary | None) -> Iterator[CaseNote]:
    """What stands in this period but was recorded after it was finalised, and what stands in the next."""
    if summary.finalised_at:
        yield from (line.note for line in summary.lines.all() if line.note.recorded_at > summary.finalised_at)
        yield from (line.note for line in (following.lines.all() if following else ()))
