"""What is still missing when an episode is closed: summaries that are not finalised, notes not written up."""

from collections.abc import Iterable

from django.db.models import QuerySet

from casework.families.models import Family
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NoteState
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def whole_summaries(episode: WorkbookEpisode) -> QuerySet[InterventionSummary]:
    """The whole summaries of the episode, with their passages and parts."""
    summaries = episode.summaries.wholes().select_related("worker", "allocation", "family", "episode", "part_of")
    return summaries.exclude(state=SummaryState.ENDED).prefetch_related("passages", "parts__worker", "parts__tasks")


def waited_for(episode: WorkbookEpisode, also: Iterable[str] = ()) -> list[InterventionSummary]:
    """The open summaries of the episode, and those whose id `also` names (as text)."""
    summaries = episode.summaries.wholes().select_related("worker", "allocation", "part_of")
    return [each for each in summaries if each.state == SummaryState.OPEN or str(each.pk) in also]


def not_written_up(family: Family) -> list[CaseNote]:
    """Visits and sessions that took place and are not written up, oldest first."""
    notes = family.casenote_set.filter(state=NoteState.TOOK_PLACE).select_related("author").order_by("took_place_at")
    return [note for note in notes if kind_of(note).visit]
