"""Beginning, writing, finalising, withdrawing and leaving out a worker's intervention summary."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.models import Allocation
from casework.allocations.queries import managers_of
from casework.duedates import services as duedates
from casework.frozen.services import freeze
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import in_service, service
from casework.trail.versions import change_version, check_version, new_version
from casework.users.models import User
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.relationships import services as relationships
from workbook.summaries import clocks, contents
from workbook.summaries.checks import (
    check_strategy,
    is_new_red,
    missing_in,
    why_not_withdrawn,
    why_part_over,
    why_task_holds_back,
)
from workbook.summaries.delegation import queries as delegation_queries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import lock_summary, rating_before
from workbook.summaries.states import SUMMARY_STATES, SummaryState

CHANGED = "This summary was changed since you opened the page. Your text is still here: compare and save again."
FINALISED = "This summary is finalised, and nothing more was changed. Take it back first if you need to change it."


@in_service
def start(allocation: Allocation, episode: WorkbookEpisode, *, at: datetime, **values: Any) -> InterventionSummary:
    """Begin the summary of `allocation` for `episode`, with the family locked."""
    summary = InterventionSummary.objects.create(
        family=episode.family, episode=episode, allocation=allocation, worker=allocation.worker, opened_at=at, **values
    )
    clocks.follow(summary, at=at)
    relationships.update_lock(episode.family)
    return summary


@in_service
def change_state(
    summary: InterventionSummary, state: SummaryState, *movers: Mover, at: datetime, **values: Any
) -> InterventionSummary:
    """Bring `summary` to `state`, as one of `movers` may, with `values` and its next version.

    The summary is locked, and before it the family.
    """
    SUMMARY_STATES.require(summary.state, state, *movers)
    change_version(summary, state=state, **values)
    clocks.follow(summary, at=at)
    relationships.update_lock(summary.family)
    return summary


@service
def write(
    summary: InterventionSummary,
    *,
    written: Sequence[NewText],
    by: User,
    at: datetime,
    rag: str = "",
    rationale: str = "",
    no_direct_work: bool = False,
    no_direct_work_because: str = "",
    version: int | None = None,
) -> InterventionSummary:
    """Save outcome, analysis and rating of an open summary. Saving outcome or analysis starts the 3 weeks again.

    A part of a colleague's summary has no rating of its own: the whole has one (A3.18).
    """
    summary = _lock_version(summary, by, version, at)
    if summary.worker_id != by.pk:
        raise Refusal(f"Only {summary.worker} writes in this summary.")
    if summary.state != SummaryState.OPEN:
        raise Conflict(FINALISED)
    rating = {} if summary.part_of_id else _rating(rag, rationale, no_direct_work, no_direct_work_because)
    if passages.write(summary, written, people=people_ids(summary.family)):
        new_version(summary, updated_at=at, **rating)
        duedates.meet(clocks.UPDATE, summary, at=at)
        clocks.start_update(summary, at=at)
    else:
        change_version(summary, **rating)
    return summary


def _rating(rag: str, rationale: str, no_direct_work: bool, because: str) -> dict[str, str | bool]:
    """A RAG is saved with its rationale, or neither while there was no direct work (C14, C29)."""
    if no_direct_work and rag:
        raise Refusal("Give a RAG, or say that there was no direct work this period: not both.", "rag")
    return {
        "rag": rag,
        "rationale": rationale.strip(),
        "no_direct_work": no_direct_work,
        "no_direct_work_because": because.strip(),
    }


@service
def finalise(
    summary: InterventionSummary,
    *,
    by: User,
    at: datetime,
    strategy_discussion: str = "",
    no_strategy_because: str = "",
    version: int | None = None,
) -> InterventionSummary:
    """Finalise for supervision: from now on the text does not change, and the group reads it (A3.13).

    A new Red asks whether there is a strategy discussion today, and if not, why. The managers are told (A3.11).
    """
    summary = _lock_version(summary, by, version, at)
    movers = _movers(summary, by)
    SUMMARY_STATES.require(summary.state, SummaryState.FINALISED, *movers)
    if summary.episode.state == EpisodeState.BEGUN:
        raise Refusal("The episode before this one still awaits its supervision. Finalise this summary after it.")
    missing = [
        *missing_in(summary),
        *((why_task_holds_back(task), None) for task in delegation_queries.open_tasks(summary=summary)),
    ]
    if missing:
        raise Refusal(" ".join(sentence for sentence, _ in missing), missing[0][1])
    new_red = is_new_red(summary.rag, rating_before(summary))
    strategy = check_strategy(new_red, strategy_discussion, no_strategy_because)
    summary = change_state(summary, SummaryState.FINALISED, *movers, at=at, finalised_at=at, **strategy)
    delegation.mark_tasks_done(summary, at=at)
    parts = contents.parts_of(summary, timezone.localdate(at))
    freeze("summary", summary, title=contents.title_of(summary), parts=parts, by=by, at=at)
    _notify_managers(summary, new_red, by, at)
    return summary


def _notify_managers(summary: InterventionSummary, new_red: bool, by: User, at: datetime) -> None:
    """Of a part of a colleague's nothing: whoever asked for it is told, and finalises the whole."""
    managers = set(managers_of(summary.family, timezone.localdate(at))) - {by}
    if new_red:
        notify("summary_new_red", managers, subject=summary, family=summary.family, by=by, at=at)
    elif summary.part_of_id is None:
        notify("summary_finalised", managers, subject=summary, family=summary.family, by=by, at=at)


@service
def withdraw(
    summary: InterventionSummary, *, because: str, by: User, at: datetime, version: int | None = None
) -> InterventionSummary:
    """Take a finalised summary back, with the reason, until its supervision is held.

    A part of a summary that was left out meanwhile is then a summary of its worker's own, with its own rating.
    """
    summary = _lock_version(summary, by, version, at)
    movers = _movers(summary, by)
    SUMMARY_STATES.require(summary.state, SummaryState.OPEN, *movers)
    if why_not := why_not_withdrawn(summary, timezone.localdate(at)):
        raise Refusal(why_not)
    if not because.strip():
        raise Refusal("Say why you take it back.", "because")
    values = {"finalised_at": None, "withdrawn_because": because.strip()} | check_strategy(False, "", "")
    alone = summary.part_of is not None and summary.part_of.state == SummaryState.LEFT_OUT
    whole = {"part_of": None} if alone else {}
    summary = change_state(summary, SummaryState.OPEN, *movers, at=at, **values, **whole)
    delegation.reopen_tasks(summary, at=at)
    if alone:
        delegation.withdraw_all(delegation_queries.open_tasks(part=summary), because=because.strip(), at=at)
    return summary


def _movers(summary: InterventionSummary, by: User) -> list[Mover]:
    return [Mover.OWNER] if summary.worker_id == by.pk else []


@in_service
def leave_out(summary: InterventionSummary, *, because: str, at: datetime) -> InterventionSummary:
    """The worker's part with the family is over: the summary keeps its text, with the reason."""
    summary = lock_summary(summary)
    summary = change_state(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because)
    delegation.withdraw_tasks_of(summary, because=because, at=at)
    return summary


def _lock_version(summary: InterventionSummary, by: User, version: int | None, at: datetime) -> InterventionSummary:
    """As every act of its worker takes it: with the right, before their last day is over, as their page showed it."""
    summary = lock_summary(summary)
    require(by, summary.family, Can.RECORD)
    if summary.worker_id == by.pk and (over := why_part_over(summary, timezone.localdate(at))):
        raise Refusal(over)
    check_version(summary, version, CHANGED if summary.state == SummaryState.OPEN else FINALISED)
    return summary
