"""What the page 'Close for supervision' shows: who is missing what, and what is not written up."""

from typing import NamedTuple

from django.urls import reverse

from casework.notes.checks import kind_of
from casework.notes.states import NoteState
from workbook.summaries.services import missing_in
from workbook.summaries.states import SummaryState


class Gap(NamedTuple):
    worker: str
    role: str
    outcome: bool
    analysis: bool
    rag: str
    no_direct_work: bool
    finalised_at: object
    is_open: bool
    url: str
    ask_url: str


def gaps_of(episode, reader):
    """A row for each worker's summary; the link of a gap leads to whoever can fill it."""
    summaries = episode.summaries.select_related("worker", "allocation").prefetch_related("passages")
    return [_gap(summary, reader) for summary in summaries.exclude(state=SummaryState.ENDED)]


def _gap(summary, reader):
    written = {passage.section for passage in summary.passages.all() if passage.text}
    is_open = summary.state == SummaryState.OPEN
    mine = summary.worker_id == reader.pk
    args = [summary.family_id, summary.pk]
    return Gap(
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        outcome="outcome" in written,
        analysis="analysis" in written,
        rag=summary.rag,
        no_direct_work=summary.no_direct_work,
        finalised_at=summary.finalised_at,
        is_open=is_open,
        url=reverse("summary-write" if mine and is_open else "summary", args=args),
        ask_url=reverse("summary-ask", args=args) if is_open and not mine else "",
    )


def missing_sentences(summary):
    """What a worker has still to do before finalising, as one line."""
    return " ".join(sentence for sentence, _ in missing_in(summary)) or "Finalise it; all else is there."


class Unwritten(NamedTuple):
    label: str
    author: str
    when: object
    url: str


def not_written_up(family):
    """Visits and sessions that took place and are not written up, oldest first."""
    notes = family.casenote_set.filter(state=NoteState.TOOK_PLACE).select_related("author")
    return [
        Unwritten(kind_of(note).label, str(note.author), note.at, reverse("note", args=[family.pk, note.pk]))
        for note in notes.order_by("took_place_at")
        if kind_of(note).visit
    ]
