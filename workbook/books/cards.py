"""What each worker wrote in an episode, side by side and to read only."""

from django.urls import reverse

from casework.passages.reading import Shown, shown
from workbook.books.reading import COLOURS
from workbook.summaries.models import InterventionSummary
from workbook.summaries.parts import parts_of, with_parts
from workbook.summaries.prompts import sections_for


def cards_of(episode, people):
    """A card for each whole summary of the episode, beside its RAG the one that the worker gave before."""
    summaries = episode.summaries.wholes().select_related("worker", "allocation")
    earlier = InterventionSummary.objects.wholes().filter(episode__number=episode.number - 1)
    before = dict(earlier.filter(episode__workbook=episode.workbook_id).values_list("allocation", "rag"))
    summaries = summaries.prefetch_related("passages", with_parts())
    return [_card(summary, people, before.get(summary.allocation_id, "")) for summary in summaries]


def _card(summary, people, previous_rag):
    return {
        "worker": summary.worker.name,
        "role": summary.allocation.get_role_display(),
        "rag": summary.rag,
        "previous_rag": previous_rag,
        "rationale": summary.rationale,
        "no_direct_work": summary.no_direct_work_because if summary.no_direct_work else "",
        "status": summary.get_state_display().capitalize(),
        "status_colour": COLOURS.get(summary.state, "grey"),
        "passages": _passages(summary, people),
        "parts": parts_of(summary, people),
        "url": reverse("summary", args=[summary.family_id, summary.pk]),
        "url_label": "Read the summary with its notes",
    }


def _passages(summary, people):
    written = shown(summary.passages.all(), sections_for(summary.allocation.role), people)
    left_out = summary.left_out_because
    return [Shown("Left out of the supervision, because", left_out, []), *written] if left_out else written
