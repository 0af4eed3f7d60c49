"""What the page 'Close for supervision' shows: who is missing what, and what is not written up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import FamilyAccess
from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import kind_of
from casework.users.models import User
from supervision.group_supervisions.episode_closures import queries
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.checks import missing_in
from workbook.summaries.delegation.queries import open_tasks
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.handovers import checks as handovers
from workbook.summaries.handovers import presenters as handovers_presenters
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


class PartGap(NamedTuple):
    """A colleague's part of a summary that is waited for, or is there."""

    worker: str
    state: str
    due_at: datetime | None
    url: str
    ask_url: str


class SummaryGap(NamedTuple):
    """`absent` of a worker who cannot finalise by themselves; the addresses are '' where they are not the reader's."""

    worker: str
    role: str
    outcome: bool
    analysis: bool
    rag: str
    no_direct_work: bool
    finalised_at: datetime | None
    is_open: bool
    url: str
    ask_url: str
    parts: list[PartGap]
    absent: handovers_presenters.WorkerAway | None
    hand_over_url: str
    leave_url: str


def summary_gaps(episode: WorkbookEpisode, reader: User, access: FamilyAccess) -> list[SummaryGap]:
    """A row for each whole summary; the link of a gap leads to whoever can fill it."""
    wholes = with_colleagues_apart(queries.whole_summaries(episode), timezone.localdate(), "worker")
    return [_gap(summary, reader, access) for summary in wholes]


def _gap(summary: InterventionSummary, reader: User, access: FamilyAccess) -> SummaryGap:
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
        **_acts_for_absent(summary, reader, access),
    )


def _acts_for_absent(summary: InterventionSummary, reader: User, access: FamilyAccess) -> dict[str, Any]:
    today = timezone.localdate()
    args = [summary.family_id, summary.pk]
    may_hand_over = handovers.may_hand_over(summary, reader, access, today)
    may_leave = handovers.may_leave_out(summary, reader, access, today)
    return {
        "absent": handovers_presenters.worker_away(summary, today) if may_leave else None,
        "hand_over_url": reverse("summary-hand-over", args=args) if may_hand_over else "",
        "leave_url": reverse("summary-leave", args=args) if may_leave else "",
    }


def _part(part: InterventionSummary, reader: User) -> PartGap:
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


def waiting(episode: WorkbookEpisode, typed: Mapping[str, str]) -> dict[InterventionSummary, str]:
    """What each worker who has not finalised has still to do, by their summary.

    With those (as '') for whom a reason was typed while another moved things on: it must not be lost.
    """
    also = {name.removeprefix("without-") for name, text in typed.items() if name.startswith("without-") and text}
    return {
        summary: still_to_do(summary) if summary.state == SummaryState.OPEN else ""
        for summary in queries.waited_for(episode, also)
    }


def still_to_do(summary: InterventionSummary) -> str:
    """What a worker has still to do before finalising, as one line."""
    asked = [f"Wait for {task.part.worker}, who was asked for a part." for task in open_tasks(summary=summary)]
    missing = [*(sentence for sentence, _ in missing_in(summary)), *asked]
    return " ".join(missing) or "Finalise it; all else is there."


class UnwrittenNote(NamedTuple):
    label: str
    author: str
    when: datetime
    url: str


def unwritten_notes(family: Family) -> list[UnwrittenNote]:
    """Visits and sessions that took place and are not written up, oldest first."""
    return [
        UnwrittenNote(kind_of(note).label, str(note.author), note.at, reverse("note", args=[family.pk, note.pk]))
        for note in queries.not_written_up(family)
    ]
