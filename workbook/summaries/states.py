from django.db.models import TextChoices

from casework.states import Mover, States


class SummaryState(TextChoices):
    OPEN = "open", "open"
    FINALISED = "finalised", "finalised"
    LEFT_OUT = "left_out", "left out of the supervision"
    HANDED_OVER = "handed_over", "handed over"
    ENDED = "ended", "ended with the Workbook"


COLOURS_OF_WORKBOOK_PAGE = {SummaryState.OPEN: "blue", SummaryState.FINALISED: "green"}

SUMMARY_COLOURS = {SummaryState.OPEN: "orange", SummaryState.FINALISED: "green"}


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
