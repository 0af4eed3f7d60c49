from django.db.models import TextChoices

from casework.states import Mover, States


class SummaryState(TextChoices):
    OPEN = "open", "open"
    FINALISED = "finalised", "finalised"
    LEFT_OUT = "left_out", "left out of the supervision"
    HANDED_OVER = "handed_over", "handed over"
    ENDED = "ended", "ended with the Workbook"


# One colour for a state on every page.
SUMMARY_COLOURS: dict[str, str] = {
    SummaryState.OPEN: "orange",
    SummaryState.FINALISED: "green",
    SummaryState.LEFT_OUT: "grey",
    SummaryState.HANDED_OVER: "grey",
    SummaryState.ENDED: "grey",
}

# What it says does not change any more, unless its worker takes a finalised one back.
SETTLED = (SummaryState.FINALISED, SummaryState.HANDED_OVER)

SUMMARY_STATES = States(
    "summary",
    SummaryState,
    {
        SummaryState.OPEN: {
            SummaryState.FINALISED: {Mover.OWNER},
            SummaryState.LEFT_OUT: {Mover.LEAD},
            SummaryState.HANDED_OVER: {Mover.OWNER, Mover.LEAD},
            SummaryState.ENDED: {Mover.MANAGER},
        },
        SummaryState.FINALISED: {SummaryState.OPEN: {Mover.OWNER}},
        SummaryState.LEFT_OUT: {SummaryState.OPEN: {Mover.LEAD}},
    },
)
