"""What the pages of a summary show."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from casework.access import Can
from casework.families.page import family_page
from casework.passages.reading import people_for_writing, people_of
from casework.unsaved.keys import key_of
from casework.unsaved.writing import opened
from workbook.episodes.states import EpisodeState
from workbook.summaries import reading
from workbook.summaries.forms import RATING, SummaryForm
from workbook.summaries.prompts import sections_for
from workbook.summaries.services import may_withdraw, missing_in
from workbook.summaries.states import SummaryState


def summary_of(family, summary_id):
    """The summary of this family; Http404 for another's."""
    summaries = family.interventionsummary_set.select_related("episode__workbook", "allocation", "worker", "family")
    return get_object_or_404(summaries.prefetch_related("passages"), pk=summary_id)


def own_summary(request, family, summary_id):
    """As `summary_of`; PermissionDenied where it is another worker's."""
    summary = summary_of(family, summary_id)
    if summary.worker != request.user:
        raise PermissionDenied(f"Only {summary.worker} writes in this summary.")
    return summary


def summary_form(request, summary):
    passages = list(summary.passages.all())
    initial = {name: getattr(summary, name) for name in ("version", *RATING)}
    return opened(
        request, SummaryForm, key_of("summary-write", summary), initial=initial, passages=passages,
        sections=sections_for(summary.allocation.role), people=people_for_writing(summary.family, passages),
    )  # fmt: skip


def address(name, summary):
    return reverse(name, args=[summary.family_id, summary.pk])


def page(family, summary, **context):
    """What every page of a summary shows: the notes of its period, and what its worker said last time."""
    people = people_of(family)
    previous = reading.previous_of(summary)
    notes = reading.notes_of(summary, people)
    return family_page(
        family,
        "workbook",
        summary=summary,
        caption=f"Workbook episode {summary.episode.number}",
        card=reading.card(summary, people, previous),
        notes=notes,
        cancel_url=address("summary", summary),
        unwritten=reading.still_to_write_up(notes),
        previous=previous and reading.card(previous, people, url=address("summary", previous)),
        **context,
    )


def acts(family, summary, user):
    """What the reader of a summary may do with it, from right and state; and where they write now."""
    own = summary.worker == user and family.standing.can(Can.RECORD)
    writes_in = reading.where_one_writes(family, user) if own else None
    return {
        "colour": reading.COLOURS.get(summary.state, "grey"),
        "may_write": own and summary.state == SummaryState.OPEN,
        "may_withdraw": own and may_withdraw(summary),
        "writes_in": writes_in if writes_in != summary else None,
        "own": own,
    }


def finalising(summary):
    """What still stands between the summary and finalising it, each gap leading to its field."""
    there = address("summary-write", summary)
    return {
        "missing": [{"sentence": sentence, "url": f"{there}#id_{field}"} for sentence, field in missing_in(summary)],
        "ahead": summary.episode.state == EpisodeState.BEGUN,
    }
