from django.db.models import TextChoices

from casework.states import States


class AssessmentState(TextChoices):
    SUBMITTED = "submitted", "waiting for the manager"
    TAKEN_BACK = "taken_back", "taken back"
    RETURNED = "returned", "returned by the manager"
    COMPLETED = "completed", "completed"


ASSESSMENT_COLOURS: dict[str, str] = {
    AssessmentState.SUBMITTED: "orange", AssessmentState.RETURNED: "red", AssessmentState.TAKEN_BACK: "grey",
    AssessmentState.COMPLETED: "green",
}  # fmt: skip


ASSESSMENT_STATES = States(
    "assessment",
    AssessmentState,
    {
        AssessmentState.SUBMITTED: {
            AssessmentState.TAKEN_BACK,
            AssessmentState.RETURNED,
            AssessmentState.COMPLETED,
        },
        AssessmentState.TAKEN_BACK: {AssessmentState.SUBMITTED},
        AssessmentState.RETURNED: {AssessmentState.SUBMITTED},
    },
)
