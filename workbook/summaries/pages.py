"""What the pages of a summary show."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.keys import key_of
from casework.acts.views import opened
from casework.family_page.presenters import family_page
from casework.passages.reading import people_for_writing, people_of
from workbook.delegation import ending
from workbook.delegation import reading as delegation
from workbook.episodes.states import RUNNING, EpisodeState
from workbook.handovers import reading as handovers
from workbook.summaries import reading
from workbook.summaries.forms import RATING, SummaryForm
from workbook.summaries.parts import with_parts
from workbook.summaries.prompts import sections_for
from workbook.summaries.services import may_withdraw, missing_in, waits_for
from workbook.summaries.states import SummaryState


def summary_of(family, summary_id):
    """The summary of this family; Http404 for another's."""
    summaries = family.interventionsummary_set.select_related(
        "episode__workbook", "allocation", "worker", "family", "part_of__worker"
    )
    return get_object_or_404(summaries.prefetch_related("passages", with_parts()), pk=summary_id)


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
        rated=summary.part_of_id is None,
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
    own = summary.worker == user and family.access.can(Can.RECORD)
    writes_in = reading.where_one_writes(family, user) if own else None
    return {
        "colour": reading.COLOURS.get(summary.state, "grey"),
        "may_write": own and summary.state == SummaryState.OPEN,
        "may_withdraw": own and may_withdraw(summary, timezone.localdate()),
        "writes_in": writes_in if writes_in != summary else None,
        "own": own,
        "mine": mine(summary),
        "write_label": f"Write my {mine(summary)}",
        "save_label": f"Save my {mine(summary)}",
        **shared_work(family, summary, user),
    }


def shared_work(family, summary, user):
    """What is asked of whom, and what becomes of a summary whose worker is away or leaves."""
    today, access = timezone.localdate(), family.access
    is_whole, is_open = summary.part_of_id is None, summary.state == SummaryState.OPEN
    may_hand_over = handovers.may_hand_over(summary, user, access, today)
    return {
        "tasks": delegation.tasks_of(summary, user, access) if is_whole else [],
        "task": None if is_whole else delegation.task_of_part(summary),
        "may_delegate": summary.worker == user and is_whole and is_open and summary.episode.state in RUNNING,
        "gone": handovers.gone(summary, today) if may_hand_over and summary.worker != user else None,
        "hand_over_url": address("summary-hand-over", summary) if may_hand_over else "",
        "leave_url": address("summary-leave", summary) if handovers.may_leave(summary, user, access, today) else "",
    }


def heading_of(summary, user):
    """'My summary', 'Rick Reed's part of Dora Dale's summary'."""
    own = summary.worker == user
    if summary.part_of is None:
        return "My summary" if own else f"Summary of {summary.worker}"
    whole = "my" if summary.part_of.worker == user else f"{summary.part_of.worker}’s"
    return f"{'My' if own else f'{summary.worker}’s'} part of {whole} summary"


FINALISING = [
    "Your text and your rating do not change any more. The group reads them as they stand here.",
    "What you record afterwards begins your next summary.",
    "Until the supervision is held you can take it back, with a reason.",
]


def mine(summary):
    return "part" if summary.part_of else "summary"


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


def finalising(summary):
    """What still stands between the summary and finalising it, each gap leading to its field, or to the task."""
    there = address("summary-write", summary)
    missing = [{"sentence": sentence, "url": f"{there}#id_{field}"} for sentence, field in missing_in(summary)]
    waiting = [
        {"sentence": waits_for(task), "url": reverse("task-withdraw", args=[task.family_id, task.pk])}
        for task in ending.asked(summary=summary)
    ]
    return {
        "missing": missing + waiting,
        "ahead": summary.episode.state == EpisodeState.BEGUN,
    }
