"""A worker's summary as pages, supervision and packs show it: its card, its notes, what its reader may do."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.families.models import Family
from casework.frozen.registry import SinceLine
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote, kind_of
from casework.notes.presenters import NoteEntry, note_entries
from casework.notes.states import NoteState
from casework.passages.presenters import PassageText, passage_texts
from casework.passages.queries import people_ever
from casework.people.models import Person
from casework.templatetags.words import rag_word
from casework.users.models import User
from casework.words import london_date, say_when
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import RUNNING
from workbook.summaries import queries
from workbook.summaries.checks import may_withdraw
from workbook.summaries.delegation import presenters as delegation
from workbook.summaries.delegation import queries as delegation_queries
from workbook.summaries.handovers import checks as handovers
from workbook.summaries.handovers import presenters
from workbook.summaries.models import InterventionSummary
from workbook.summaries.parts.presenters import SummaryPart, parts_of
from workbook.summaries.queries import sections_for
from workbook.summaries.states import SUMMARY_COLOURS, SummaryState


def summary_address(name: str, summary: InterventionSummary) -> str:
    return reverse(name, args=[summary.family_id, summary.pk])


def summary_context(summary: InterventionSummary) -> dict[str, Any]:
    """What every page of a summary shows: the notes of its period, and what its worker wrote last time."""
    people, today = people_ever(summary.family), timezone.localdate()
    previous = queries.previous_of(summary)
    modules = queries.modules_of_lines(summary)
    notes = [
        entry._replace(belongs_to=modules.get(entry.note.pk, ""))
        for entry in note_entries(queries.notes_of(summary), people)
    ]
    return {
        "summary": summary,
        "caption": f"Workbook episode {summary.episode.number}",
        "card": summary_card(summary, people, previous_rag=_rag_of(previous)),
        "notes": notes,
        "unwritten": still_to_write_up(notes),
        "on_the_file": [
            (f"{kind_of(note).label} of {note.author}, {say_when(note.at)}", _note_url(note))
            for note in with_colleagues_apart(queries.notes_on_the_file(summary, today), today, "author")
        ],
        "previous": previous and summary_card(previous, people, url=summary_address("summary", previous)),
    }


def _note_url(note: CaseNote) -> str:
    return reverse("note", args=[note.family_id, note.pk])


def _rag_of(previous: InterventionSummary | None) -> str:
    """What the worker gave last time; of a part of a colleague's summary '', since the whole has it (A3.18)."""
    return previous.rag if previous and previous.part_of_id is None else ""


def acts_context(family: Family, summary: InterventionSummary, user: User, today: date) -> dict[str, Any]:
    """What the reader of a summary may do with it, from right and state; and where they write now."""
    own = summary.worker == user and family.access.can(Can.RECORD)
    writes_in = queries.open_summary_of(family, user) if own else None
    return {
        "colour": SUMMARY_COLOURS[summary.state],
        "may_write": own and summary.state == SummaryState.OPEN,
        "may_withdraw": own and may_withdraw(summary, today),
        "writes_in": writes_in if writes_in != summary else None,
        "own": own,
        "mine": noun_of(summary),
        "write_label": f"Write my {noun_of(summary)}",
        "save_label": f"Save my {noun_of(summary)}",
        **shared_work(family, summary, user, today),
    }


def shared_work(family: Family, summary: InterventionSummary, user: User, today: date) -> dict[str, Any]:
    """What is asked of whom, and what becomes of a summary whose worker is away or leaves."""
    access = family.access
    is_whole, is_open = summary.part_of_id is None, summary.state == SummaryState.OPEN
    may_hand_over = handovers.may_hand_over(summary, user, access, today)
    return {
        "tasks": delegation.task_rows(summary, user, access) if is_whole else [],
        "task": None if is_whole else delegation_queries.task_of_part(summary),
        "may_delegate": summary.worker == user and is_whole and is_open and summary.episode.state in RUNNING,
        "worker_away": presenters.worker_away(summary, today) if may_hand_over and summary.worker != user else None,
        "hand_over_url": summary_address("summary-hand-over", summary) if may_hand_over else "",
        "leave_url": summary_address("summary-leave", summary)
        if handovers.may_leave_out(summary, user, access, today)
        else "",
    }


def heading_of(summary: InterventionSummary, user: User) -> str:
    """'My summary', 'Rick Reed's part of Dora Dale's summary'."""
    own = summary.worker == user
    if summary.part_of is None:
        return "My summary" if own else f"Summary of {summary.worker}"
    whole = "my" if summary.part_of.worker == user else f"{summary.part_of.worker}’s"
    return f"{'My' if own else f'{summary.worker}’s'} part of {whole} summary"


def noun_of(summary: InterventionSummary) -> str:
    return "part" if summary.part_of else "summary"


class Rating(TypedDict):
    """The rating of a card; `no_direct_work` says why there was none."""

    rag: str
    rationale: str
    no_direct_work: str
    rated: bool


NO_RATING: Rating = {"rag": "", "rationale": "", "no_direct_work": "", "rated": False}


class SummaryCard(NamedTuple):
    """One worker's summary with its parts: the parameters of components/card.html and chronology/packs/summary.html.

    `status` is '' where nothing needs to be said of the state; `since` is what was recorded after it was finalised.
    """

    worker: str
    role: str
    rag: str
    previous_rag: str
    rationale: str
    no_direct_work: str
    rated: bool
    status: str
    status_colour: str
    left_out_because: str
    finalised_at: datetime | None
    passages: list[PassageText]
    parts: list[SummaryPart]
    since: list
    url: str
    url_label: str
    summary_id: int


def summary_card(
    summary: InterventionSummary,
    people: Iterable[Person],
    *,
    previous_rag: str = "",
    readable: bool = True,
    settled_only: bool = False,
    status: str = "",
    since: Iterable = (),
    url: str = "",
    url_label: str = "",
) -> SummaryCard:
    """The card of a summary that was fetched with its passages and `with_parts`.

    Without `readable` it has neither text nor rating; `settled_only` leaves out the parts that may still change.
    """
    sections = sections_for(summary.allocation.role)
    return SummaryCard(
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        previous_rag=previous_rag,
        **(rating_of(summary) if readable else NO_RATING | {"rated": True}),
        status=status,
        status_colour=SUMMARY_COLOURS[summary.state] if status else "",
        left_out_because=summary.left_out_because,
        finalised_at=summary.finalised_at,
        passages=passage_texts(summary.passages.all(), sections, people) if readable else [],
        parts=parts_of(summary, people, settled_only=settled_only),
        since=list(since),
        url=url,
        url_label=url_label,
        summary_id=summary.pk,
    )


def rating_of(summary: InterventionSummary) -> Rating:
    """The worker's rating; of a part of a colleague's summary none, since the whole has it (A3.18)."""
    if summary.part_of_id:
        return NO_RATING
    return {
        "rag": summary.rag,
        "rationale": summary.rationale,
        # A reason may have been typed and left, and the summary rated.
        "no_direct_work": summary.no_direct_work_because if summary.no_direct_work else "",
        "rated": True,
    }


def episode_cards(episode: WorkbookEpisode, people: Iterable[Person]) -> list[SummaryCard]:
    """A card for each whole summary of the episode, with its RAG and the one that the worker gave before."""
    before = queries.previous_ratings(episode)
    wholes = list(queries.wholes_with_parts(episode))
    with_colleagues_apart(
        [each for whole in wholes for each in (whole, *whole.parts.all())], timezone.localdate(), "worker"
    )
    return [_episode_card(summary, people, before.get(summary.allocation_id, "")) for summary in wholes]


def _episode_card(summary: InterventionSummary, people: Iterable[Person], previous_rag: str) -> SummaryCard:
    card = summary_card(
        summary,
        people,
        previous_rag=previous_rag,
        status=summary.get_state_display().capitalize(),
        url=summary_address("summary", summary),
        url_label="Read the summary with its notes",
    )
    if not summary.left_out_because:
        return card
    why = PassageText("Left out of the supervision, because", summary.left_out_because, [])
    return card._replace(passages=[why, *card.passages])


def saved_texts(card: SummaryCard) -> list[PassageText]:
    """All that is saved, the rating too, for comparing with what was typed before a conflict."""
    if not card.rated:
        return card.passages
    rating = [PassageText("RAG", rag_word(card.rag), []), PassageText("Why this rating", card.rationale, [])]
    if card.no_direct_work:
        rating = [PassageText("No direct work this period", card.no_direct_work, [])]
    return [*card.passages, *rating]


def still_to_write_up(entries_of_period: list[NoteEntry]) -> list[NoteEntry]:
    """The notes of what took place that are not written up yet; they do not hold finalising back."""
    return [entry for entry in entries_of_period if entry.note.state == NoteState.TOOK_PLACE]


def noted_since(summary: InterventionSummary, stand_in_it: set[int]) -> Iterator[SinceLine]:
    """The notes of the period that were recorded after it was finalised; `stand_in_it` are the ids of the others."""
    for note in queries.notes_of(summary).exclude(pk__in=stand_in_it):
        sentence = f"{kind_of(note).label} of {say_when(note.at)}, recorded {say_when(note.recorded_at)}."
        yield SinceLine(london_date(note.recorded_at), sentence, reverse("note", args=[note.family_id, note.pk]))
