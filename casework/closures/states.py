from django.db.models import TextChoices

from casework.states import States


class ClosureState(TextChoices):
    DRAFT = "draft", "being written"
    ASKED = "asked", "with the manager"
    AGREED = "agreed", "closed"
    DROPPED = "dropped", "dropped"
    REOPENED = "reopened", "closed in error, and reopened"


# What a manager agreed to, and what is read for ever as it stood then.
WAS_AGREED = (ClosureState.AGREED, ClosureState.REOPENED)
RUNNING = (ClosureState.DRAFT, ClosureState.ASKED)
COLOURS = {
    ClosureState.DRAFT: "blue",
    ClosureState.ASKED: "orange",
    ClosureState.AGREED: "grey",
    ClosureState.DROPPED: "grey",
    ClosureState.REOPENED: "orange",
}

CLOSURE_STATES = States(
    "closure",
    ClosureState,
    {
        ClosureState.DRAFT: {ClosureState.ASKED, ClosureState.DROPPED},
        ClosureState.ASKED: {
            ClosureState.AGREED,
            ClosureState.DRAFT,
            ClosureState.DROPPED,
        },
        ClosureState.AGREED: {ClosureState.REOPENED},
    },
)
