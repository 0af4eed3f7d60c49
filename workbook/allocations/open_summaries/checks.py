"""What refuses a decision on an open summary, with its field (A9.16)."""

from casework.refusal import Refusal
from workbook.allocations.open_summaries.models import OpenSummaryAction, OpenSummaryDecision
from workbook.summaries.models import InterventionSummary


def field_names(summary: InterventionSummary) -> tuple[str, str, str]:
    """The names of the fields that are asked for it on the page."""
    return f"fate-{summary.pk}", f"to-{summary.pk}", f"why-{summary.pk}"


def check_decision(summary: InterventionSummary, chosen: OpenSummaryDecision, *, over: bool) -> None:
    """Raise a Refusal, with its field, for what cannot be carried out; `over`: the last day has passed."""
    action, _, why = field_names(summary)
    if chosen.action == OpenSummaryAction.FINALISE and over:
        raise Refusal(
            f"{summary.worker}'s summary is not finalised. Choose a last day to come, so that it can be, hand it over, "
            "or say why it is left as it stands.",
            action,
        )
    if chosen.action != OpenSummaryAction.FINALISE and not chosen.because.strip():
        raise Refusal("Say why it goes to a colleague, or is left as it stands.", why)
