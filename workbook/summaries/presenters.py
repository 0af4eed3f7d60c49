"""A worker's summary as pages, supervision and packs show it: its card, its notes, what its reader may do."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.family_page.presenters import family_page
from casework.notes.presenters import note_entries
from casework.notes.states import NoteState
from casework.passages.presenters import PassageText, passage_texts
from casework.passages.queries import people_ever
from casework.templatetags.words import rag_word
from workbook.episodes.states import RUNNING
from workbook.summaries import queries, states
from workbook.summaries.checks import may_withdraw
from workbook.summaries.delegation import presenters as delegation
from workbook.summaries.delegation import queries as delegation_queries
from workbook.summaries.handovers import checks as handovers
from workbook.summaries.handovers import presenters
from workbook.summaries.models import InterventionSummary
from workbook.summaries.parts.presenters import parts_of
from workbook.summaries.queries import sections_for, with_parts
from workbook.summaries.states import COLOURS_OF_WORKBOOK_PAGE, SummaryState


def episode_cards(episode, people):
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
        "status_colour": COLOURS_OF_WORKBOOK_PAGE.get(summary.state, "grey"),
        "passages": _passages(summary, people),
        "parts": parts_of(summary, people),
        "url": reverse("summary", args=[summary.family_id, summary.pk]),
        "url_label": "Read the summary with its notes",
    }


def _passages(summary, people):
    written = passage_texts(summary.passages.all(), sections_for(summary.allocation.role), people)
    left_out = summary.left_out_because
    return [PassageText("Left out of the supervision, because", left_out, []), *written] if left_out else written


def summary_address(name, summary):
    return reverse(name, args=[summary.family_id, summary.pk])


def summary_page(family, summary, **context):
    """What every page of a summary shows: the notes of its period, and what its worker said last time."""
    people = people_ever(family)
    previous = queries.previous_of(summary)
    notes = notes_of(summary, people)
    return family_page(
        family,
        "workbook",
        summary=summary,
        caption=f"Workbook episode {summary.episode.number}",
        card=summary_card(summary, people, previous),
        notes=notes,
        cancel_url=summary_address("summary", summary),
        unwritten=still_to_write_up(notes),
        previous=previous and summary_card(previous, people, url=summary_address("summary", previous)),
        **context,
    )


def acts_context(family, summary, user):
    """What the reader of a summary may do with it, from right and state; and where they write now."""
    own = summary.worker == user and family.access.can(Can.RECORD)
    writes_in = queries.open_summary_of(family, user) if own else None
    return {
        "colour": states.SUMMARY_COLOURS.get(summary.state, "grey"),
        "may_write": own and summary.state == SummaryState.OPEN,
        "may_withdraw": own and may_withdraw(summary, timezone.localdate()),
        "writes_in": writes_in if writes_in != summary else None,
        "own": own,
        "mine": noun_of(summary),
        "write_label": f"Write my {noun_of(summary)}",
        "save_label": f"Save my {noun_of(summary)}",
        **shared_work(family, summary, user),
    }


def shared_work(family, summary, user):
    """What is asked of whom, and what becomes of a summary whose worker is away or leaves."""
    today, access = timezone.localdate(), family.access
    is_whole, is_open = summary.part_of_id is None, summary.state == SummaryState.OPEN
    may_hand_over = handovers.may_hand_over(summary, user, access, today)
    return {
        "tasks": delegation.task_rows(summary, user, access) if is_whole else [],
        "task": None if is_whole else delegation_queries.task_of_part(summary),
        "may_delegate": summary.worker == user and is_whole and is_open and summary.episode.state in RUNNING,
        "gone": presenters.worker_away(summary, today) if may_hand_over and summary.worker != user else None,
        "hand_over_url": summary_address("summary-hand-over", summary) if may_hand_over else "",
        "leave_url": summary_address("summary-leave", summary)
        if handovers.may_leave_out(summary, user, access, today)
        else "",
    }


def heading_of(summary, user):
    """'My summary', 'Rick Reed's part of Dora Dale's summary'."""
    own = summary.worker == user
    if summary.part_of is None:
        return "My summary" if own else f"Summary of {summary.worker}"
    whole = "my" if summary.part_of.worker == user else f"{summary.part_of.worker}’s"
    return f"{'My' if own else f'{summary.worker}’s'} part of {whole} summary"


def noun_of(summary):
    return "part" if summary.part_of else "summary"


class SummaryCard(NamedTuple):
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


def summary_card(summary, people, previous=None, *, url="", url_label=""):
    return SummaryCard(
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        previous_rag=previous.rag if previous and previous.part_of_id is None else "",
        passages=passage_texts(summary.passages.all(), sections_for(summary.allocation.role), people),
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


def saved_texts(card):
    """All that is saved, the rating too, for comparing with what was typed on a page that is stale."""
    if not card.rated:
        return card.passages
    rating = [{"heading": "RAG", "text": rag_word(card.rag)}, {"heading": "Why this rating", "text": card.rationale}]
    if card.no_direct_work:
        rating = [{"heading": "No direct work this period", "text": card.no_direct_work}]
    return [*card.passages, *rating]


def notes_of(summary, people):
    """The notes of the period in strict date order, withdrawn ones never among them (A7.16); those of its parts too."""
    whole = [summary, *summary.parts.all()]
    notes = summary.family.casenote_set.not_withdrawn().filter(summary_lines__summary__in=whole)
    return note_entries(notes.in_date_order().in_full(), people)


def still_to_write_up(entries_of_period):
    return [entry for entry in entries_of_period if entry.note.state == NoteState.TOOK_PLACE]
