"""The clocks of an open summary: its three weeks, and its time before the supervision (A3.8, A3.11, C5)."""

from datetime import datetime
from typing import Any

from casework.duedates import services as duedates
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

UPDATE, BEFORE = "summary_update", "summary_before_supervision"


def follow(summary: InterventionSummary, *, at: datetime) -> None:
    """Both run while it is open and no part of another; finalising meets them, whatever else ends it cancels them."""
    if summary.state == SummaryState.OPEN:
        start_update(summary, at=at)
        follow_supervision(summary, at=at)
        return
    end = duedates.meet if summary.state == SummaryState.FINALISED else duedates.cancel
    for timescale in (UPDATE, BEFORE):
        end(timescale, summary, at=at)


def start_update(summary: InterventionSummary, *, at: datetime) -> None:
    """Due three weeks from `at`; started again whenever the outcome or the analysis was saved.

    Not for a part of a colleague's summary, which is due when they asked for it.
    """
    if summary.part_of_id:
        duedates.cancel(UPDATE, summary, at=at)
        return
    duedates.start(UPDATE, summary, at=at, **_details(summary))


def follow_supervision(summary: InterventionSummary, *, at: datetime) -> None:
    """Due before the supervision as it is planned now; not for a part of a colleague's summary: the whole has it."""
    if summary.state == SummaryState.OPEN and summary.part_of_id is None:
        anchor = summary.episode.supervision_planned_for
        duedates.start_before(BEFORE, summary, anchor=anchor, at=at, **_details(summary))
    else:
        duedates.cancel(BEFORE, summary, at=at)


def follow_moved_supervision(episode: WorkbookEpisode, *, at: datetime) -> None:
    """The supervision of `episode` is planned for another time: what is due before it is due before that."""
    for summary in episode.summaries.filter(state=SummaryState.OPEN).select_related("family", "worker"):
        summary.episode = episode
        follow_supervision(summary, at=at)


def _details(summary: InterventionSummary) -> dict[str, Any]:
    return {"family": summary.family, "owner": summary.worker}
