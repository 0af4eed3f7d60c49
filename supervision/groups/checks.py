"""What the services of a supervision ask before they change anything."""

from casework.refusal import Conflict, Refusal
from casework.words import london_date
from supervision.groups.models import Decision
from supervision.groups.states import SupervisionState
from workbook.episodes.states import EpisodeState


def check_move(episode, planned_for, because, at):
    if episode.state not in (EpisodeState.BEGUN, EpisodeState.OPEN, EpisodeState.REOPENED, EpisodeState.CLOSED):
        raise Refusal("This supervision has been held already, so its planned date does not move any more.")
    if planned_for <= at:
        raise Refusal("Choose a date to come.", "planned_for")
    if planned_for == episode.supervision_planned_for:
        raise Refusal("It is planned for that time already. Choose another.", "planned_for")
    if not because.strip():
        raise Refusal("Say why the date moves.", "because")


def check_held(supervision, held_at, at):
    if held_at > at:
        raise Refusal(
            "The supervision cannot have been held in the future. Give the time at which it was held.", "held_at"
        )
    if london_date(held_at) < london_date(supervision.episode.begun_at):
        raise Refusal("The supervision cannot have been held before its episode began. Check the date.", "held_at")


def missing_in(supervision, sections):
    """What is still missing before the sign-off, in sentences."""
    filled = set(supervision.passages.exclude(text="").values_list("section", flat=True))
    if supervision.state == SupervisionState.PREPARED:
        yield "Record when the supervision was held."
    for section in sections:
        if section.key not in filled:
            yield f"Write under ‘{section.heading}’."
    if not supervision.overall_rag:
        yield "Choose the overall RAG."
    elif not supervision.rationale:
        yield "Give the rationale for the overall RAG."
    if not supervision.relationships_checked:
        yield "Check the family's relationships, and say so."


def check_decision(decision, because, next_planned_for, at):
    if decision not in Decision.values:
        raise Refusal("Choose whether to continue or to close the Workbook.", "decision")
    if decision == Decision.CONTINUE and (next_planned_for is None or next_planned_for <= at):
        raise Refusal("Plan the next supervision for a date to come.", "next_planned_for")


def why_over(supervision):
    """Why nothing is recorded of it any more, or ''."""
    if supervision.state == SupervisionState.SIGNED_OFF:
        return "This supervision is signed off, so it does not change any more."
    if supervision.state == SupervisionState.NOT_HELD:
        return "This supervision is not held, because the Workbook closed before it. It does not change any more."
    return ""


def refuse_over(supervision):
    if sentence := why_over(supervision):
        raise Conflict(sentence)
