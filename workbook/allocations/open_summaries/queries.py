"""The open summaries of a worker, and what was decided for each (A9.16)."""

from collections.abc import Mapping

from django.db.models import QuerySet

from casework.allocations.models import Allocation
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def open_summaries(allocation: Allocation) -> QuerySet[InterventionSummary]:
    """Those of the worker, with what decisions on them need."""
    found = InterventionSummary.objects.filter(allocation=allocation, state=SummaryState.OPEN)
    return found.select_related("episode", "family", "worker", "allocation", "part_of__worker")


def decision_for(
    summary: InterventionSummary, decisions: Mapping[int, OpenSummaryDecision], left_because: str
) -> OpenSummaryDecision:
    """What was chosen for it; a reason given for all that is open means that all is left."""
    return decisions.get(summary.pk) or OpenSummaryDecision(
        OpenSummaryAction.LEAVE if left_because.strip() else OpenSummaryAction.FINALISE, None, left_because
    )


def reasons_for_leaving_out(chosen: Mapping[InterventionSummary, OpenSummaryDecision]) -> str:
    """The reasons for which summaries are left, each once and on its line, to be kept with the worker's part."""
    return "\n".join(
        dict.fromkeys(each.because.strip() for each in chosen.values() if each.action == OpenSummaryAction.LEAVE)
    )
