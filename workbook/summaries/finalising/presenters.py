"""What finalising a summary and taking it back bring about, and what still stands before it."""

from django.urls import reverse

from workbook.episodes.states import EpisodeState
from workbook.summaries.checks import missing_in, why_task_holds_back
from workbook.summaries.delegation import queries
from workbook.summaries.presenters import summary_address

FINALISING = [
    "Your text and your rating do not change any more. The group reads them as they stand here.",
    "What you record afterwards begins your next summary.",
    "Until the supervision is held you can take it back, with a reason.",
]


def consequences_of(summary):
    """What finalising brings about: of a part, that the whole is still to be finalised."""
    if summary.part_of is None:
        return FINALISING
    return [
        f"Your text does not change any more. The group reads it in {summary.part_of.worker}’s, under your name.",
        "What you record afterwards begins your next summary.",
        f"Until {summary.part_of.worker} finalises the whole you can take your part back, with a reason.",
    ]


def finalise_label(summary):
    """Who delegated a part finalises the whole; who picked it up, their own (A3.18)."""
    if summary.part_of_id:
        return "Finalise my part"
    return "Finalise the whole summary" if summary.parts.all() else "Finalise my summary"


def gaps_context(summary):
    """What still stands between the summary and finalising it, each gap leading to its field, or to the task."""
    there = summary_address("summary-write", summary)
    missing = [{"sentence": sentence, "url": f"{there}#id_{field}"} for sentence, field in missing_in(summary)]
    waiting = [
        {"sentence": why_task_holds_back(task), "url": reverse("task-withdraw", args=[task.family_id, task.pk])}
        for task in queries.open_tasks(summary=summary)
    ]
    return {
        "missing": missing + waiting,
        "ahead": summary.episode.state == EpisodeState.BEGUN,
    }


WITHDRAWAL = [
    "Your summary is open again, and you can change it until you finalise it once more.",
    "The group does not read it until then; the supervision cannot be held while it is open.",
    "What you record from now on goes into this summary. What stands in the next one already stays there.",
]
