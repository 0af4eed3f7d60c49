"""What colleagues wrote of a summary: each part under its author's name, read in the whole (A3.16)."""

from typing import NamedTuple

from django.urls import reverse

from casework.passages.presenters import PassageText, passage_texts
from casework.templatetags.words import rag_word
from workbook.summaries.queries import sections_for
from workbook.summaries.states import SETTLED, SummaryState

PART_STATUS = {
    SummaryState.OPEN: ("Not finalised", "orange"),
    SummaryState.FINALISED: ("", ""),
    SummaryState.LEFT_OUT: ("Left out", "grey"),
    SummaryState.HANDED_OVER: ("Handed over", "grey"),
    SummaryState.ENDED: ("Ended with the Workbook", "grey"),
}


class SummaryPart(NamedTuple):
    """One author's text in a whole; `because` says why it was handed over or left out."""

    worker: str
    role: str
    status: str
    status_colour: str
    because: str
    passages: list
    finalised_at: object
    url: str


def parts_of(summary, people, *, settled_only=False):
    """The parts of a whole, asked with `with_parts`; `settled_only` keeps back the text that may still change."""
    return [_part(part, people, not settled_only or part.state in SETTLED) for part in summary.parts.all()]


def _part(part, people, readable):
    status, colour = PART_STATUS[part.state]
    return SummaryPart(
        worker=str(part.worker),
        role=part.allocation.get_role_display(),
        status=status,
        status_colour=colour,
        because=_because(part),
        passages=[*passage_texts(part.passages.all(), sections_for(part.allocation.role), people), *_rated(part)]
        if readable
        else [],
        finalised_at=part.finalised_at,
        url=reverse("summary", args=[part.family_id, part.pk]),
    )


def _because(part):
    """Why it is what it is now: what was to be handed over may have been left out, or finalised in time."""
    because = {
        SummaryState.HANDED_OVER: part.handed_over_because,
        SummaryState.LEFT_OUT: part.left_out_because,
    }
    return because.get(part.state, "")


def _rated(part):
    """What a worker had rated before it was handed over: text now, since the rating is that of the whole."""
    if part.state == SummaryState.HANDED_OVER and part.rag:
        yield PassageText(f"Rating when it was handed over: {rag_word(part.rag)}", part.rationale, [])
