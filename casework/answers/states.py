from django.db.models import TextChoices

from casework.states import Mover, States


class AnswerState(TextChoices):
    """Of what is disputed; an addition has none, since nothing has to become of it."""

    LOOKED_INTO = "looked_into", "being looked into"
    SETTLED = "settled", "answered"


ANSWER_STATES = States(
    "answer",
    AnswerState,
    {AnswerState.LOOKED_INTO: {AnswerState.SETTLED: {Mover.MANAGER}}},
)
