"""The open summaries of a worker, and what was decided for each (A9.16)."""

from workbook.allocations.open_summaries.states import OpenSummaryAction, OpenSummaryDecision
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def open_summaries(allocation):
    found = InterventionSummary.objects.filter(allocation=allocation, state=SummaryState.OPEN)
    return found.select_related("episode", "family", "worker", "allocation", "part_of__worker")


def decision_for(summary, fates, left_because):
    """What was chosen for it; a reason given for all that is open means that all is left."""
    return fates.get(summary.pk) or OpenSummaryDecision(
        OpenSummaryAction.LEAVE if left_because.strip() else OpenSummaryAction.FINALISE, None, left_because
    )


def reasons_for_leaving_out(chosen):
    """The reasons for which summaries are left, in one text for the worker's part."""
    return "\n".join(
        dict.fromkeys(each.because.strip() for each in chosen.values() if each.fate == OpenSummaryAction.LEAVE)
    )
