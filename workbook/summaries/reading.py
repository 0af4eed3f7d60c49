"""A summary as pages show it: its notes in strict date order, what it says, and what the worker said last time."""

from typing import NamedTuple

from casework.notes.reading import entries
from casework.notes.states import NoteState
from casework.passages.reading import shown
from casework.templatetags.words import rag_word
from workbook.books.services import open_workbook_of
from workbook.summaries.models import InterventionSummary
from workbook.summaries.parts import parts_of, with_parts
from workbook.summaries.prompts import sections_for
from workbook.summaries.states import SummaryState

COLOURS = {SummaryState.OPEN: "orange", SummaryState.FINALISED: "green"}


class Card(NamedTuple):
    """The parameters of components/card.html: what the group reads."""

    worker: str
    role: str
    rag: str
    previous_rag: str
    rationale: str
    no_direct_work: str
    rated: bool
    passages: list
    parts: list
    url: str = ""
    url_label: str = ""


def card(summary, people, previous=None, *, url="", url_label=""):
    return Card(
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        previous_rag=previous.rag if previous and previous.part_of_id is None else "",
        passages=shown(summary.passages.all(), sections_for(summary.allocation.role), people),
        parts=parts_of(summary, people),
        **rating_of(summary),
        url=url,
        url_label=url_label,
    )


def rating_of(summary):
    """The worker's rating; of a part of a colleague's summary none, since the whole has it (A3.18)."""
    if summary.part_of_id:
        return {"rag": "", "rationale": "", "no_direct_work": "", "rated": False}
    return {
        "rag": summary.rag,
        "rationale": summary.rationale,
        "no_direct_work": summary.no_direct_work_because if summary.no_direct_work else "",
        "rated": True,
    }


def stands(card):
    """All that is saved, the rating too, for comparing with what was typed on a page that is stale."""
    if not card.rated:
        return card.passages
    rating = [{"heading": "RAG", "text": rag_word(card.rag)}, {"heading": "Why this rating", "text": card.rationale}]
    if card.no_direct_work:
        rating = [{"heading": "No direct work this period", "text": card.no_direct_work}]
    return [*card.passages, *rating]


def previous_of(summary):
    """The same worker's summary of the episode before, in this Workbook; None in the first."""
    before = summary.episode.number - 1
    return (
        summary.allocation.summaries.filter(episode__workbook=summary.episode.workbook_id, episode__number=before)
        .select_related("episode", "worker", "allocation")
        .prefetch_related("passages", with_parts())
        .first()
    )


def notes_of(summary, people):
    """The notes of the period in strict date order, withdrawn ones never among them (A7.16); those of its parts too."""
    whole = [summary, *summary.parts.all()]
    notes = summary.family.casenote_set.not_withdrawn().filter(summary_lines__summary__in=whole)
    return entries(notes.in_date_order(), people)


def still_to_write_up(entries_of_period):
    return [entry for entry in entries_of_period if entry.note.state == NoteState.TOOK_PLACE]


def where_one_writes(family, user):
    """The summary in which `user` writes now, or None: asked for the page, so nothing begins."""
    workbook = open_workbook_of(family)
    mine = InterventionSummary.objects.filter(episode__workbook=workbook, worker=user, state=SummaryState.OPEN)
    return mine.select_related("episode").order_by("episode__number").first() if workbook else None
