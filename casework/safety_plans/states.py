from django.db.models import TextChoices

from casework.states import Mover, States


class SafetyPlanState(TextChoices):
    DRAFT = "draft", "being written"
    CURRENT = "current", "current"
    REPLACED = "replaced", "replaced"


SAFETY_PLAN_STATES = States(
    "safety plan",
    SafetyPlanState,
    {
        SafetyPlanState.DRAFT: {SafetyPlanState.CURRENT: {Mover.LEAD}},
        SafetyPlanState.CURRENT: {SafetyPlanState.REPLACED: {Mover.LEAD}},
    },
)
