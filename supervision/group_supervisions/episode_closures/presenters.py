"""What the page 'Close for supervision' shows: who is missing what, and what is not written up."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.notes.models import kind_of
from casework.notes.states import NoteState
from workbook.summaries.checks import missing_in
from workbook.summaries.delegation import queries
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.handovers import checks as handovers
from workbook.summaries.handovers import presenters
from workbook.summaries.states import SummaryState


class PartGap(NamedTuple):
    """A colleague's part of a summary that is waited for, or is there."""

    worker: str
    state: str
    due_at: object
    url: str
    ask_url: str


class SummaryGap(NamedTuple):
    """`gone` of a worker who cannot finalise by themselves; the addresses are '' where they are not the reader's."""

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
    parts: list
    gone: object
    hand_over_url: str
    leave_url: str


def summary_gaps(episode, reader, standing):
    """A row for each whole summary; the link of a gap leads to whoever can fill it."""
    summaries = episode.summaries.wholes().select_related("worker", "allocation", "family", "episode", "part_of")
    summaries = summaries.exclude(state=SummaryState.ENDED).prefetch_related(
        "passages", "parts__worker", "parts__tasks"
    )
    return [_gap(summary, reader, standing) for summary in summaries]


def _gap(summary, reader, standing):
    written = {passage.section for passage in summary.passages.all() if passage.text}
    is_open = summary.state == SummaryState.OPEN
    mine = summary.worker_id == reader.pk
    args = [summary.family_id, summary.pk]
    return SummaryGap(
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
        parts=[_part(part, reader) for part in summary.parts.all()],
        **_gone(summary, reader, standing),
    )


def _gone(summary, reader, standing):
    today = timezone.localdate()
    args = [summary.family_id, summary.pk]
    may_hand_over = handovers.may_hand_over(summary, reader, standing, today)
    may_leave = handovers.may_leave_out(summary, reader, standing, today)
    return {
        "gone": presenters.worker_away(summary, today) if may_leave else None,
        "hand_over_url": reverse("summary-hand-over", args=args) if may_hand_over else "",
        "leave_url": reverse("summary-leave", args=args) if may_leave else "",
    }


def _part(part, reader):
    args = [part.family_id, part.pk]
    asked = next((task for task in part.tasks.all() if task.state == TaskState.ASKED), None)
    is_open = part.state == SummaryState.OPEN
    return PartGap(
        worker=str(part.worker),
        state=part.get_state_display(),
        due_at=asked.due_at if asked else None,
        url=reverse("summary-write" if part.worker_id == reader.pk and is_open else "summary", args=args),
        ask_url=reverse("summary-ask", args=args) if is_open and part.worker_id != reader.pk else "",
    )


def still_to_do(summary):
    """What a worker has still to do before finalising, as one line."""
    waiting = [
        f"Wait for {task.part.worker}, who was asked for a part." for task in queries.open_tasks(summary=summary)
    ]
    missing = [*(sentence for sentence, _ in missing_in(summary)), *waiting]
    return " ".join(missing) or "Finalise it; all else is there."


class UnwrittenNote(NamedTuple):
    label: str
    author: str
    when: object
    url: str


def not_written_up(family):
    """Visits and sessions that took place and are not written up, oldest first."""
    notes = family.casenote_set.filter(state=NoteState.TOOK_PLACE).select_related("author")
    return [
        UnwrittenNote(kind_of(note).label, str(note.author), note.at, reverse("note", args=[family.pk, note.pk]))
        for note in notes.order_by("took_place_at")
        if kind_of(note).visit
    ]
