"""The summaries that the group reads, the ratings before them, and the notes between finalising and the meeting."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from supervision.group_supervisions.models import GroupSupervision
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import with_parts
from workbook.summaries.states import SummaryState

NOT_TO_SHOW = (NoteState.PLANNED, NoteState.WITHDRAWN)


SummaryByAllocation = dict[int, InterventionSummary]


def summaries_read_at(supervision: GroupSupervision) -> QuerySet[InterventionSummary]:
    """The whole summaries of the episode, the parts of colleagues with them (A3.16)."""
    wholes = supervision.episode.summaries.wholes().exclude(state=SummaryState.ENDED)
    wholes = wholes.select_related("allocation", "worker", "family", "episode")
    return wholes.prefetch_related("passages", "lines__note", with_parts(), "parts__lines__note").order_by(
        "allocation__pk"
    )


def ratings_before(episode: WorkbookEpisode) -> dict[int, str]:
    """By allocation the last rating given in an earlier episode."""
    others = InterventionSummary.objects.filter(family=episode.family_id).exclude(episode=episode.pk)
    earlier = others.wholes().filter(episode__begun_at__lt=episode.begun_at).exclude(rag="")
    return dict(earlier.order_by("episode__begun_at").values_list("allocation", "rag"))


def summaries_after(episode: WorkbookEpisode) -> SummaryByAllocation:
    """By allocation the summary of the next episode."""
    later = InterventionSummary.objects.filter(family=episode.family_id, episode__begun_at__gt=episode.begun_at)
    later = later.order_by("-episode__begun_at").prefetch_related("lines__note")
    return {summary.allocation_id: summary for summary in later}


def recorded_since(
    summary: InterventionSummary, after: SummaryByAllocation, held_at: datetime | None
) -> list[CaseNote]:
    """What those who wrote it recorded after finalising and before the meeting, the earliest first."""
    found = {note for each in (summary, *summary.parts.all()) for note in _later(each, after.get(each.allocation_id))}
    known = (note for note in found if note.state not in NOT_TO_SHOW)
    until = (note for note in known if held_at is None or max(note.at, note.recorded_at) <= held_at)
    return sorted(until, key=lambda note: (note.at, note.pk))


def _later(summary: InterventionSummary, following: InterventionSummary | None) -> Iterator[CaseNote]:
    """What stands in this period but was recorded after it was finalised, and what stands in the next."""
    if summary.finalised_at:
        yield from (line.note for line in summary.lines.all() if line.note.recorded_at > summary.finalised_at)
        yield from (line.note for line in (following.lines.all() if following else ()))


def recorded_before_meeting(
    supervision: GroupSupervision, summaries: Iterable[InterventionSummary]
) -> dict[int, list[CaseNote]]:
    """By summary (id) what was recorded after it was finalised and before the meeting, with its text."""
    after = summaries_after(supervision.episode)
    by_summary = {each.pk: recorded_since(each, after, supervision.held_at) for each in summaries}
    ids = {note.pk for notes in by_summary.values() for note in notes}
    full = CaseNote.objects.filter(pk__in=ids).in_full().in_bulk()
    return {pk: [full[note.pk] for note in notes] for pk, notes in by_summary.items()}
