"""What is asked before a supervision is signed off."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from casework.lives.checks import PLANNED_VISIT, check_day
from casework.practice.schema import Section
from casework.refusal import Refusal
from supervision.group_supervisions.models import Decision, GroupSupervision
from supervision.group_supervisions.states import SupervisionState


def missing_for_sign_off(supervision: GroupSupervision, sections: Iterable[Section]) -> Iterator[str]:
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


def check_decision(decision: str, next_planned_for: datetime | None, at: datetime) -> None:
    if decision not in Decision.values:
        raise Refusal("Choose whether to continue or to close the Workbook.", "decision")
    if decision == Decision.CONTINUE and (next_planned_for is None or next_planned_for <= at):
        raise Refusal("Plan the next supervision for a date to come.", "next_planned_for")
    if next_planned_for:
        check_day(PLANNED_VISIT, timezone.localdate(next_planned_for), timezone.localdate(at), "next_planned_for")
