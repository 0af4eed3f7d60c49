"""The pages on which a summary is handed over or left out, and why its worker cannot finalise it."""

from datetime import date
from typing import Any, NamedTuple

from casework.unsaved.queries import UnsavedNotice, unsaved_of
from casework.users.models import User
from workbook.summaries.handovers.checks import why_worker_away
from workbook.summaries.models import InterventionSummary


class WorkerAway(NamedTuple):
    """Why a worker cannot finalise by themselves, in a sentence, and what they have typed and not saved meanwhile."""

    sentence: str
    unsaved: list[UnsavedNotice]


def worker_away(summary: InterventionSummary, today: date) -> WorkerAway | None:
    """Of a worker who is away today or whose part ends; None of one who is here."""
    sentence = why_worker_away(summary, today)
    return WorkerAway(sentence, unsaved_of(summary.worker, summary.family)) if sentence else None


def page_context(summary: InterventionSummary, user: User, today: date) -> dict[str, Any]:
    """`worker_away` is for everybody but the worker, who knows it."""
    return {
        "caption": f"Workbook episode {summary.episode.number}",
        "worker_away": worker_away(summary, today) if summary.worker != user else None,
    }


def handover_consequences(summary: InterventionSummary) -> list[str]:
    goes_to = f"{summary.part_of.worker}’s summary" if summary.part_of else "the summary of whoever takes it over"
    return [
        f"What {summary.worker} has saved stands in {goes_to}, under {summary.worker}’s name, and does not change.",
        "The one rating is that of whoever finalises the whole.",
        f"What {summary.worker} records afterwards begins their next summary.",
    ]
