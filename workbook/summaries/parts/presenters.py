"""What colleagues wrote of a summary: each part under its author's name, read in the whole (A3.16)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.templatetags.words import rag_word
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import sections_for
from workbook.summaries.states import SETTLED, SUMMARY_COLOURS, SummaryState

# What a part is called beside its author's name; a finalised one needs no word.
PART_STATUS: dict[str, str] = {
    SummaryState.OPEN: "Not finalised",
    SummaryState.FINALISED: "",
    SummaryState.LEFT_OUT: "Left out",
    SummaryState.HANDED_OVER: "Handed over",
    SummaryState.ENDED: "Ended with the Workbook",
}


class SummaryPart(NamedTuple):
    """One author's text in a whole; `because` says why it was handed over or left out."""

    worker: str
    role: str
    status: str
    status_colour: str
    because: str
    passages: list[PassageText]
    finalised_at: datetime | None
    url: str


def parts_of(
    summary: InterventionSummary, people: Iterable[Person], *, settled_only: bool = False
) -> list[SummaryPart]:
    """The parts of a whole fetched `with_parts`; `settled_only` leaves out the text that may still change."""
    return [_part(part, people, not settled_only or part.state in SETTLED) for part in summary.parts.all()]


def _part(part: InterventionSummary, people: Iterable[Person], readable: bool) -> SummaryPart:
    status = PART_STATUS[part.state]
    return SummaryPart(
        worker=str(part.worker),
        role=part.allocation.get_role_display(),
        status=status,
        status_colour=SUMMARY_COLOURS[part.state] if status else "",
        because=_because(part),
        passages=[*passage_texts(part.passages.all(), sections_for(part.allocation.role), people), *_rated(part)]
        if readable
        else [],
        finalised_at=part.finalised_at,
        url=reverse("summary", args=[part.family_id, part.pk]),
    )


def _because(part: InterventionSummary) -> str:
    """Why it is what it is now: what was to be handed over may have been left out, or finalised in time."""
    because: dict[str, str] = {
        SummaryState.HANDED_OVER: part.handed_over_because,
        SummaryState.LEFT_OUT: part.left_out_because,
    }
    return because.get(part.state, "")


def _rated(part: InterventionSummary) -> Iterator[PassageText]:
    """What a worker had rated before it was handed over: text now, since the rating is that of the whole."""
    if part.state == SummaryState.HANDED_OVER and part.rag:
        yield PassageText(f"Rating when it was handed over: {rag_word(part.rag)}", part.rationale, [])
