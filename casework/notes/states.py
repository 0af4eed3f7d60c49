from django.db.models import TextChoices

from casework.states import Mover, States


class NoteState(TextChoices):
    PLANNED = "planned", "planned"
    TOOK_PLACE = "took_place", "to be written up"
    DID_NOT_TAKE_PLACE = "did_not_take_place", "did not take place"
    COMPLETED = "completed", "completed"
    WITHDRAWN = "withdrawn", "recorded in error"


OWN = {Mover.OWNER}
WITHDRAWABLE = {Mover.OWNER, Mover.MANAGER}

NOTE_STATES = States(
    "note",
    NoteState,
    {
        NoteState.PLANNED: {
            NoteState.TOOK_PLACE: OWN,
            NoteState.DID_NOT_TAKE_PLACE: {Mover.OWNER, Mover.MANAGER},
            NoteState.WITHDRAWN: WITHDRAWABLE,
        },
        NoteState.TOOK_PLACE: {NoteState.COMPLETED: OWN, NoteState.WITHDRAWN: WITHDRAWABLE},
        NoteState.DID_NOT_TAKE_PLACE: {NoteState.WITHDRAWN: WITHDRAWABLE},
        NoteState.COMPLETED: {NoteState.WITHDRAWN: WITHDRAWABLE},
    },
)

TOOK_PLACE = (NoteState.TOOK_PLACE, NoteState.COMPLETED)

HAPPENED = (NoteState.TOOK_PLACE, NoteState.COMPLETED, NoteState.DID_NOT_TAKE_PLACE)

COLOURS: dict[str, str] = {
    NoteState.TOOK_PLACE: "orange",
    NoteState.DID_NOT_TAKE_PLACE: "grey",
    NoteState.PLANNED: "blue",
}
