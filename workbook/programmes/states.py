from django.db.models import TextChoices

from casework.states import States


class ProgrammeState(TextChoices):
    OPEN = "open", "open"
    ENDED = "ended", "ended"


PROGRAMME_COLOURS: dict[str, str] = {ProgrammeState.OPEN: "green", ProgrammeState.ENDED: "grey"}


PROGRAMME_STATES = States(
    "Family Programme",
    ProgrammeState,
    {ProgrammeState.OPEN: {ProgrammeState.ENDED}},
)


class ModuleState(TextChoices):
    OPEN = "open", "in progress"
    COMPLETED = "completed", "completed"


MODULE_COLOURS: dict[str, str] = {ModuleState.OPEN: "blue", ModuleState.COMPLETED: "green"}


MODULE_STATES = States(
    "module",
    ModuleState,
    {
        # A module that carries on may be taken up again: parents move through the cycle of change (A5.12).
        ModuleState.OPEN: {ModuleState.COMPLETED},
        ModuleState.COMPLETED: {ModuleState.OPEN},
    },
)
