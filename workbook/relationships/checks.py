"""Why a family's relationships do not change now (C23)."""

from casework import practice
from casework.families.models import Family
from casework.words import say_when
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import TO_BE_CLOSED
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState


def why_locked(family: Family) -> str:
    """Why relationships do not change now, and when they do again; '' while they may.

    From closing for supervision until its sign-off they are open, though somebody may have begun a summary ahead.
    """
    if not practice.current().settings.relationships_locked_while_summary_open:
        return ""
    number = InterventionSummary.objects.wholes().filter(family=family, state=SummaryState.OPEN).count()
    to_be_closed = WorkbookEpisode.objects.filter(family=family, state__in=TO_BE_CLOSED)
    episode = to_be_closed.filter(workbook__state=WorkbookState.OPEN).first()
    if not number or not episode:
        return ""
    summaries = "A summary is open" if number == 1 else f"{number} summaries are open"
    return (
        f"{summaries}. Relationships can be changed again when all are finalised, or when the episode is closed for "
        f"the supervision planned for {say_when(episode.supervision_planned_for)}."
    )
