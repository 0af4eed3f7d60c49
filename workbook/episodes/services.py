"""Beginning, closing, reopening and ending Workbook episodes; called in the transactions of other services (C24)."""

from django.db.models import F
from django.utils import timezone

from casework.families.services import set_headline
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.rows import change, lock
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.queries import a_month_after, each_once, people_in_episode
from workbook.episodes.states import EPISODE_STATES, RUNNING, EpisodeState
from workbook.one_workbook.queries import lock_people
from workbook.relationships import services as relationships_services
from workbook.summaries import clocks
from workbook.summaries import services as summaries_services
from workbook.summaries.delegation import queries, services
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

CLOSED_WITHOUT = "The episode was closed for supervision without it."


def begin(workbook, *, state, planned_for, people, at):
    """A new episode with its people and the planned date of its supervision (A1.20, C11)."""
    latest = workbook.episodes.first()
    episode = WorkbookEpisode.objects.create(
        family=workbook.family, workbook=workbook, number=latest.number + 1 if latest else 1, state=state,
        begun_at=at, supervision_planned_for=planned_for,
    )  # fmt: skip
    for person in people:
        EpisodeMember.objects.create(
            family=workbook.family, episode=episode, person=person, from_date=timezone.localdate(at)
        )
    if state == EpisodeState.OPEN:
        set_headline(workbook.family, next_supervision=planned_for)
    return episode


def _people_of_next(episode):
    """Who goes on into the next, each once: asked when no other family's Workbook can take them meanwhile (A1.16)."""
    lock_people(people_in_episode(episode))
    return each_once(people_in_episode(episode))


def begin_ahead(workbook, *, at):
    """The next episode, begun by the first note after somebody's own finalising (A3.14, C24)."""
    latest = workbook.episodes.first()
    planned_for = a_month_after(max(latest.supervision_planned_for, at))
    return begin(workbook, state=EpisodeState.BEGUN, planned_for=planned_for, people=_people_of_next(latest), at=at)


def open_next(workbook, *, planned_for, at):
    """After supervision: the episode begun ahead opens, or a new one does, with a summary for each worker (C24)."""
    ahead = workbook.episodes.filter(state=EpisodeState.BEGUN).first()
    if ahead is None:
        people = _people_of_next(workbook.episodes.first())
        ahead = begin(workbook, state=EpisodeState.OPEN, planned_for=planned_for, people=people, at=at)
    else:
        EPISODE_STATES.require(ahead.state, EpisodeState.OPEN, Mover.MANAGER)
        change(ahead, state=EpisodeState.OPEN)
        _plan(ahead, planned_for, at)
        set_headline(workbook.family, next_supervision=planned_for)
    open_summaries(ahead, at=at)
    return ahead


def open_summaries(episode, *, at):
    """A summary for each allocated worker who has none in this episode yet."""
    standing = set(episode.summaries.values_list("allocation_id", flat=True))
    for allocation in episode.family.allocation_set.on(timezone.localdate(at)).exclude(pk__in=standing):
        summaries_services.start(allocation, episode, at=at)


def close(episode, *, without, mover, by, at):
    """Close for supervision; `without` gives the reason for each summary that is not finalised (A2.1, A3.12)."""
    episode = _locked(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.CLOSED, mover)
    still_open = episode.summaries.filter(state=SummaryState.OPEN).order_by(F("part_of").asc(nulls_first=True), "pk")
    for summary in still_open.select_for_update(no_key=True):
        # A part is left out with the whole, for the same reason.
        _leave_out(summary, without.get(summary.part_of_id or summary.pk, ""), at)
    services.withdraw_all(queries.open_tasks(summary__episode=episode), because=CLOSED_WITHOUT, at=at)
    change(episode, state=EpisodeState.CLOSED, closed_at=at, closed_by=by)
    relationships_services.update_lock(episode.family)
    return episode


def _leave_out(summary, because, at):
    if not because.strip():
        raise Refusal(
            f"{summary.worker} has not finalised a summary. Wait for it, or give the reason for closing without it.",
            f"without-{summary.pk}",
        )
    summaries_services.change_state(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because.strip())
    services.notify_part_authors(summary, because=because.strip(), at=at)


def reopen(episode, *, because, mover, at):
    """Open a closed episode again, before its meeting, with the reason; who was left out may write again."""
    episode = _locked(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.REOPENED, mover)
    if not because.strip():
        raise Refusal("Say why the episode is reopened.", "because")
    # Whose part is over writes no more.
    working = episode.family.allocation_set.on(timezone.localdate(at))
    left_out = episode.summaries.filter(state=SummaryState.LEFT_OUT, allocation__in=working)
    for summary in left_out.select_for_update(no_key=True):
        # The task fell away when the episode was closed: who was asked for a part has a summary of their own again.
        summaries_services.change_state(
            summary, SummaryState.OPEN, Mover.LEAD, at=at, left_out_because="", part_of=None
        )
    change(episode, state=EpisodeState.REOPENED, reopened_because=because.strip(), closed_at=None, closed_by=None)
    relationships_services.update_lock(episode.family)
    return episode


def mark_supervised(episode):
    """The meeting was held; every summary must be finalised or left out by then."""
    episode = _locked(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.SUPERVISED, Mover.MANAGER)
    waiting = episode.summaries.filter(state=SummaryState.OPEN).select_related("worker").first()
    if waiting:
        raise Refusal(
            f"{waiting.worker}'s summary is not finalised. Ask for it, or reopen the episode and close it without that "
            "summary."
        )
    change(episode, state=EpisodeState.SUPERVISED)
    return episode


def move_supervision(episode, *, planned_for, at):
    """The planned date moves, and with it what is due before it; the reason is kept by the caller."""
    episode = _locked(episode)
    _plan(episode, planned_for, at)
    if episode.state != EpisodeState.BEGUN:
        set_headline(episode.family, next_supervision=planned_for)
    return episode


def _plan(episode, planned_for, at):
    change(episode, supervision_planned_for=planned_for)
    clocks.follow_moved_supervision(episode, at=at)
    services.move_due_dates(episode, planned_for, at=at)
    relationships_services.update_lock(episode.family)


def end_all(workbook, *, because, at):
    """The Workbook closes: what still runs in it ends without supervision, open summaries with it."""
    for episode in workbook.episodes.select_for_update(no_key=True).filter(state__in=[*RUNNING, EpisodeState.CLOSED]):
        EPISODE_STATES.require(episode.state, EpisodeState.ENDED, Mover.MANAGER)
        change(episode, state=EpisodeState.ENDED, ended_because=because)
    for summary in InterventionSummary.objects.select_for_update(no_key=True).filter(
        episode__workbook=workbook, state=SummaryState.OPEN
    ):
        summaries_services.change_state(summary, SummaryState.ENDED, Mover.MANAGER, at=at)
    services.withdraw_all(queries.open_tasks(summary__episode__workbook=workbook), because=because, at=at)


def _locked(episode):
    """The family first, as writing and finalising do."""
    lock(episode.family)
    return (
        WorkbookEpisode.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "workbook")
        .get(pk=episode.pk)
    )


def current_summary(allocation, workbook, *, at):
    """The summary in which the worker writes now: the earliest open one, or the next, which begins here (C24).

    Called with the family locked. The open ones are locked too, so that none is finalised while a note is put into it.
    """
    mine = InterventionSummary.objects.filter(allocation=allocation, episode__workbook=workbook)
    standing = (
        mine.filter(state=SummaryState.OPEN).select_for_update(of=("self",), no_key=True).order_by("episode__number")
    )
    if found := list(standing):
        return found[0]
    running = workbook.episodes.filter(state__in=RUNNING).exclude(summaries__allocation=allocation)
    episode = running.order_by("number").first() or begin_ahead(workbook, at=at)
    return summaries_services.start(allocation, episode, at=at)
