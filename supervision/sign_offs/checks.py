"""What is asked before a supervision is signed off."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from casework.lives.checks import PLANNED_VISIT, check_day
from casework.practice.schema import Section
from casework.refusal import Refusal
from casework.words import london_date
from supervision.group_supervisions import queries
from supervision.group_supervisions.models import Came, Decision, GroupSupervision
from supervision.group_supervisions.states import SupervisionState


def missing_for_sign_off(supervision: GroupSupervision, sections: Iterable[Section]) -> Iterator[str]:
    """What is still missing before the sign-off, in sentences, in the order of the pages on which it is written."""
    if supervision.state == SupervisionState.PREPARED:
        yield "Say when the supervision was held."
    yield from _of_attendance(supervision)
    for action in queries.waiting_for_review(supervision):
        yield f"Review the action of the last meeting: ‘{action.what}’."
    filled = set(supervision.passages.exclude(text="").values_list("section", flat=True))
    for section in sections:
        if section.key not in filled:
            yield f"Write under ‘{section.heading}’."
    if not supervision.overall_rag:
        yield "Choose the overall RAG."
    elif not supervision.rationale:
        yield "Give the rationale for the overall RAG."
    if not supervision.relationships_checked:
        yield "Check the family's relationships, and say so."
    yield from _of_actions(supervision)


def _of_attendance(supervision: GroupSupervision) -> Iterator[str]:
    """Of each who worked with the family that day whether they came; of all who did not, why not (A9.13)."""
    rows = list(supervision.attendance.select_related("user"))
    noted = {row.user_id for row in rows}
    if not any(row.came == Came.PRESENT for row in rows):
        yield "Note who came to the supervision."
    elif supervision.held_at:
        for user in queries.workers_of_meeting(supervision, london_date(supervision.held_at)):
            if user.pk not in noted:
                yield f"Note whether {user} came."
    for row in rows:
        if row.came != Came.PRESENT and not row.because:
            yield f"Say why {row.user} was not there."


def _of_actions(supervision: GroupSupervision) -> Iterator[str]:
    agreed = queries.actions_agreed_at(supervision)
    if not agreed and not supervision.no_actions_because:
        yield "Agree an action, or say why none is needed."
    elif agreed and supervision.no_actions_because:
        yield "Actions are agreed: empty what says why none is needed."


def check_decision(decision: str, next_planned_for: datetime | None, at: datetime) -> None:
    if decision not in Decision.values:
        raise Refusal("Choose whether to continue or to close the Workbook.", "decision")
    if decision == Decision.CONTINUE and (next_planned_for is None or next_planned_for <= at):
        raise Refusal("Plan the next supervision for a date to come.", "next_planned_for")
    if next_planned_for:
        check_day(PLANNED_VISIT, timezone.localdate(next_planned_for), timezone.localdate(at), "next_planned_for")
