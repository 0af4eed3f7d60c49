from django.db.models import TextChoices

from casework.states import Mover, States


class EpisodeState(TextChoices):
    BEGUN = "begun", "begun, while the one before awaits its supervision"
    OPEN = "open", "open"
    CLOSED = "closed_for_supervision", "closed for supervision"
    REOPENED = "reopened", "reopened"
    SUPERVISED = "supervised", "supervised"
    ENDED = "ended_without_supervision", "ended without supervision"


# Work goes on in these.
RUNNING = (EpisodeState.BEGUN, EpisodeState.OPEN, EpisodeState.REOPENED)
TO_BE_CLOSED = (EpisodeState.OPEN, EpisodeState.REOPENED)
# One at most for a Workbook: the next to be supervised.
BEFORE_SUPERVISION = (EpisodeState.OPEN, EpisodeState.CLOSED, EpisodeState.REOPENED)
UNDER_WAY = (*RUNNING, EpisodeState.CLOSED)
OVER = (EpisodeState.SUPERVISED, EpisodeState.ENDED)

EPISODE_STATES = States(
    "Workbook episode",
    EpisodeState,
    {
        EpisodeState.BEGUN: {EpisodeState.OPEN, EpisodeState.ENDED},
        EpisodeState.OPEN: {EpisodeState.CLOSED, EpisodeState.ENDED},
        EpisodeState.CLOSED: {
            EpisodeState.REOPENED,
            EpisodeState.SUPERVISED,
            EpisodeState.ENDED,
        },
        EpisodeState.REOPENED: {EpisodeState.CLOSED, EpisodeState.ENDED},
        # That it was held is taken back; nobody closes it by this.
        EpisodeState.SUPERVISED: {EpisodeState.CLOSED: {Mover.MANAGER}},
    },
)
