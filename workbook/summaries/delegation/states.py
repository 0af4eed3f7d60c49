from django.db.models import TextChoices

from casework.states import States


class TaskState(TextChoices):
    ASKED = "asked", "asked"
    DONE = "done", "done"
    WITHDRAWN = "withdrawn", "withdrawn"


TASK_COLOURS: dict[str, str] = {TaskState.ASKED: "orange", TaskState.DONE: "green", TaskState.WITHDRAWN: "grey"}


TASK_STATES = States(
    "delegated task",
    TaskState,
    {
        # The worker who picked it up is the owner of the task; who asked, or the lead in their stead, withdraws it.
        TaskState.ASKED: {TaskState.DONE, TaskState.WITHDRAWN},
        TaskState.DONE: {TaskState.ASKED},
    },
)
