"""What opening a record in an emergency asks, and the review of it."""

from casework import practice
from casework.emergencies.models import Emergency, EmergencyReview, Judgement
from casework.refusal import Conflict, Refusal

# A reason is words that a manager can judge: 'urgent' is none.
SHORTEST, FEWEST_WORDS = 20, 4
DECLARE = "Tick the box: a record is opened like this only where a child may be in danger now."


def check_reason(because: str) -> str:
    """The reason without spaces around it."""
    because = " ".join(because.split())
    if len(because) < SHORTEST or len(because.split()) < FEWEST_WORDS:
        raise Refusal("Say in a sentence what has happened, and what you need the record for.", "because")
    return because


def check_hours(hours: int) -> int:
    most = practice.current().settings.emergency_hours_most
    if not 1 <= hours <= most:
        raise Refusal(f"Give whole hours from 1 to {most}. It can be opened again when they are over.", "hours")
    return hours


def check_declared(declared: bool) -> None:
    if not declared:
        raise Refusal(DECLARE, "declared")


def check_review(judgement: str, detail: str, looked_into_by: str) -> None:
    if judgement not in Judgement:
        raise Refusal("Say whether it was needed.", "judgement")
    if not detail:
        raise Refusal("Say why you judge it so.", "detail")
    if (judgement == Judgement.LOOK_INTO) != bool(looked_into_by):
        sentence = "Say who looks into it." if not looked_into_by else "Only where it is to be looked into. Clear this."
        raise Refusal(sentence, "looked_into_by")


def check_not_reviewed(emergency: Emergency) -> None:
    earlier = EmergencyReview.objects.filter(emergency=emergency).select_related("by").first()
    if earlier:
        raise Conflict(f"{earlier.by} has reviewed this already: {earlier.get_judgement_display().lower()}.")
