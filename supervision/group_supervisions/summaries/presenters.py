"""Each worker's part of a supervision as the page and the pack show it: the finalised summary itself, not a copy."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import kind_of
from casework.people.models import Person
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.summaries import queries
from supervision.group_supervisions.summaries.queries import SummaryByAllocation
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import SummaryCard, summary_card
from workbook.summaries.states import SummaryState


class LaterNote(NamedTuple):
    label: str
    url: str
    when: datetime


def supervision_summaries(supervision: GroupSupervision, people: Iterable[Person]) -> list[SummaryCard]:
    """A card for each whole summary of the episode, the parts of colleagues in it under their names (A3.16).

    What is not finalised shows its state and no text.
    """
    read = queries.summaries_read_at(supervision)
    summaries = with_colleagues_apart(read, timezone.localdate(), "worker")
    before, after = queries.ratings_before(supervision.episode), queries.summaries_after(supervision.episode)
    return [_card(summary, before.get(summary.allocation_id, ""), after, supervision, people) for summary in summaries]


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
    for note in queries.recorded_since(summary, after, held_at):
        yield LaterNote(kind_of(note).label, reverse("note", args=[note.family_id, note.pk]), note.at)
