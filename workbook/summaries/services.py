"""Beginning, writing, finalising, withdrawing and leaving out a worker's intervention summary."""

from django.utils import timezone

from casework.access import Can, require
from casework.duedates import services as duedates
from casework.passages import services as passages
from casework.passages.queries import people_ids
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from workbook.episodes.states import EpisodeState
from workbook.relationships import services as relationships_services
from workbook.summaries import clocks
from workbook.summaries.checks import missing_in, why_not_withdrawn, why_task_holds_back
from workbook.summaries.delegation import queries, services
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import lock_summary
from workbook.summaries.states import SUMMARY_STATES, SummaryState


def change_state(summary, state, *movers, at, **values):
    """Bring `summary` to `state`, as one of `movers` may, with `values` and its next version.

    Called in a service's transaction, with the summary locked and before it the family.
    """
    SUMMARY_STATES.require(summary.state, state, *movers)
    change(summary, state=state, version=summary.version + 1, **values)
    clocks.follow(summary, at=at)
    relationships_services.update_lock(summary.family)
    return summary


CHANGED = "This summary was changed since you opened the page. Your text is still here: compare and save again."
FINALISED = "This summary is finalised, and nothing more was changed. Take it back first if you need to change it."


@service
def write(
    summary, *, written, by, at, rag="", rationale="", no_direct_work=False, no_direct_work_because="", version=None
):
    """Save outcome, analysis and rating of an open summary. Saving outcome or analysis starts the 3 weeks anew.

    A part of a colleague's summary has no rating of its own: the whole has one (A3.18).
    """
    summary = _locked(summary, by, version)
    _require_owner(summary, by)
    if summary.state != SummaryState.OPEN:
        raise Conflict(FINALISED)
    rating = {} if summary.part_of_id else _rating(rag, rationale, no_direct_work, no_direct_work_because)
    updated = passages.write(summary, written, people=people_ids(summary.family))
    rerated = any(getattr(summary, name) != value for name, value in rating.items())
    if updated:
        change(summary, version=summary.version + 1, updated_at=at, **rating)
        duedates.meet(clocks.UPDATE, summary, at=at)
        clocks.start_update(summary, at=at)
    elif rerated:
        change(summary, version=summary.version + 1, **rating)
    return summary


def _rating(rag, rationale, no_direct_work, because):
    """A RAG stands with its rationale, or with neither while there was no direct work (C14, C29)."""
    if no_direct_work and rag:
        raise Refusal("Give a RAG, or say that there was no direct work this period: not both.", "rag")
    return {
        "rag": rag,
        "rationale": rationale.strip(),
        "no_direct_work": no_direct_work,
        "no_direct_work_because": because.strip(),
    }


@service
def finalise(summary, *, by, at, version=None):
    """Finalise for supervision: from now the text does not change, and the group reads it as it stands (A3.13)."""
    summary = _locked(summary, by, version)
    movers = [Mover.OWNER] if summary.worker_id == by.pk else []
    SUMMARY_STATES.require(summary.state, SummaryState.FINALISED, *movers)
    if summary.episode.state == EpisodeState.BEGUN:
        raise Refusal("The episode before this one still awaits its supervision. Finalise this summary after it.")
    missing = [
        *missing_in(summary),
        *((why_task_holds_back(task), None) for task in queries.open_tasks(summary=summary)),
    ]
    if missing:
        raise Refusal(" ".join(sentence for sentence, _ in missing), missing[0][1])
    summary = change_state(summary, SummaryState.FINALISED, *movers, at=at, finalised_at=at)
    services.mark_tasks_done(summary, at=at)
    return summary


@service
def withdraw(summary, *, because, by, at, version=None):
    """Take a finalised summary back, with the reason, until its supervision is held.

    A part of a summary that was left out meanwhile is then a summary of its worker's own, with its own rating.
    """
    summary = _locked(summary, by, version)
    movers = [Mover.OWNER] if summary.worker_id == by.pk else []
    SUMMARY_STATES.require(summary.state, SummaryState.OPEN, *movers)
    if why_not := why_not_withdrawn(summary, timezone.localdate(at)):
        raise Refusal(why_not)
    if not because.strip():
        raise Refusal("Say why you take it back.", "because")
    values = {"finalised_at": None, "withdrawn_because": because.strip()}
    alone = summary.part_of is not None and summary.part_of.state == SummaryState.LEFT_OUT
    whole = {"part_of": None} if alone else {}
    summary = change_state(summary, SummaryState.OPEN, *movers, at=at, **values, **whole)
    services.reopen_tasks(summary, at=at)
    if alone:
        services.withdraw_all(queries.open_tasks(part=summary), because=because.strip(), at=at)
    return summary


def leave_out(summary, *, because, at):
    """The worker's part is over: the summary stays as it stands, with the reason. Called in a manager's transaction."""
    summary = lock_summary(summary)
    summary = change_state(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because)
    services.withdraw_tasks_of(summary, because=because, at=at)
    return summary


def _locked(summary, by, version):
    summary = lock_summary(summary)
    require(by, summary.family, Can.RECORD)
    if version is not None and summary.version != version:
        raise Conflict(CHANGED if summary.state == SummaryState.OPEN else FINALISED)
    return summary


def _require_owner(summary, by):
    if summary.worker_id != by.pk:
        raise Refusal(f"Only {summary.worker} writes in this summary.")


def start(allocation, episode, *, at, **values):
    """The summary of `allocation` for `episode`; called in a service's transaction, with the family locked."""
    summary = InterventionSummary.objects.create(
        family=episode.family, episode=episode, allocation=allocation, worker=allocation.worker, opened_at=at, **values
    )
    clocks.follow(summary, at=at)
    relationships_services.update_lock(episode.family)
    return summary
