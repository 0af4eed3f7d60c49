"""What finalising a summary brings about, and what is missing before it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from workbook.episodes.states import EpisodeState
from workbook.summaries.checks import missing_in, why_task_holds_back
from workbook.summaries.delegation import queries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import summary_address

FINALISING = (
    "Your text and your rating do not change any more. The group reads them as they stand here.",
    "What you record afterwards begins your next summary.",
    "Until the supervision is held you can take it back, with a reason.",
)


def consequences_of(summary: InterventionSummary) -> Sequence[str]:
    """What finalising brings about: of a part, that the whole is still to be finalised."""
    if summary.part_of is None:
        return FINALISING
    return (
        f"Your text does not change any more. The group reads it in {summary.part_of.worker}’s, under your name.",
        "What you record afterwards begins your next summary.",
        f"Until {summary.part_of.worker} finalises the whole you can take your part back, with a reason.",
    )


def finalise_label(summary: InterventionSummary) -> str:
    """Who delegated a part finalises the whole; who picked it up, their own (A3.18)."""
    if summary.part_of_id:
        return "Finalise my part"
    return "Finalise the whole summary" if summary.parts.all() else "Finalise my summary"


def gaps_context(summary: InterventionSummary) -> dict[str, Any]:
    """What is missing before the summary can be finalised, each gap with the address of its field or of the task."""
    write_url = summary_address("summary-write", summary)
    missing = [{"sentence": sentence, "url": f"{write_url}#id_{field}"} for sentence, field in missing_in(summary)]
    waiting = [
        {"sentence": why_task_holds_back(task), "url": reverse("task-withdraw", args=[task.family_id, task.pk])}
        for task in queries.open_tasks(summary=summary)
    ]
    return {"missing": missing + waiting, "ahead": summary.episode.state == EpisodeState.BEGUN}
