"""A summary as pages show it: its notes in strict date order, what it says, and what the worker said last time."""

from typing import NamedTuple

from casework.notes.reading import entries
from casework.notes.states import NoteState
from casework.passages.reading import shown
from casework.templatetags.words import rag_word
from workbook.books.services import open_workbook_of
from workbook.summaries.models import InterventionSummary
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
    passages: list
    url: str = ""
    url_label: str = ""


def card(summary, people, previous=None, *, url="", url_label=""):
    return Card(
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        rag=summary.rag,
        previous_rag=previous.rag if previous else "",
        rationale=summary.rationale,
        no_direct_work=summary.no_direct_work_because if summary.no_direct_work else "",
        passages=shown(summary.passages.all(), sections_for(summary.allocation.role), people),
        url=url,
        url_label=url_label,
    )


def stands(card):
    """All that is saved, the rating too, for comparing with what was typed on a page that is stale."""
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
        .first()
    )


def notes_of(summary, people):
    """The notes of the period in strict date order, withdrawn ones never among them (A7.16)."""
    return entries(
        summary.family.casenote_set.standing().filter(summary_lines__summary=summary).in_date_order(), people
    )


def still_to_write_up(entries_of_period):
    return [entry for entry in entries_of_period if entry.note.state == NoteState.TOOK_PLACE]


def where_one_writes(family, user):
    """The summary in which `user` writes now, or None: asked for the page, so nothing begins."""
    workbook = open_workbook_of(family)
    mine = InterventionSummary.objects.filter(episode__workbook=workbook, worker=user, state=SummaryState.OPEN)
    return mine.select_related("episode").order_by("episode__number").first() if workbook else None
