"""Beginning, closing, reopening and ending Workbook episodes, in the services of others (C24)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from casework.allocations.models import Allocation
from casework.families.services import set_headline
from casework.people.models import Person
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import in_service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.queries import a_month_after, each_once, people_in_episode
from workbook.episodes.states import EPISODE_STATES, RUNNING, UNDER_WAY, EpisodeState
from workbook.one_workbook.queries import lock_people
from workbook.relationships import services as relationships
from workbook.summaries import clocks
from workbook.summaries import services as summaries
from workbook.summaries.delegation import queries as delegation_queries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.models import Workbook

CLOSED_WITHOUT = "The episode was closed for supervision without it."


@in_service
def begin(
    workbook: Workbook, *, state: EpisodeState, planned_for: datetime, people: Iterable[Person], at: datetime
) -> WorkbookEpisode:
    """A new episode with its people and the planned date of its supervision (A1.20, C11)."""
    latest = workbook.episodes.first()
    episode = WorkbookEpisode.objects.create(
        family=workbook.family, workbook=workbook, number=latest.number + 1 if latest else 1, state=state,
        begun_at=at, supervision_planned_for=planned_for,
    )  # fmt: skip
    roles = workbook.family.roles()
    for person in people:
        EpisodeMember.objects.create(
            family=workbook.family, episode=episode, person=person, role=roles[person.pk],
            from_date=timezone.localdate(at),
        )  # fmt: skip
    if state == EpisodeState.OPEN:
        set_headline(workbook.family, next_supervision=planned_for)
    return episode


def _people_of_next(episode: WorkbookEpisode) -> list[Person]:
    """Who goes on into the next, each once; their rows are locked, so no other family's Workbook takes them (A1.16)."""
    lock_people(people_in_episode(episode))
    return each_once(people_in_episode(episode))


@in_service
def begin_ahead(workbook: Workbook, *, at: datetime) -> WorkbookEpisode:
    """The next episode, begun by the first note after somebody's own finalising (A3.14, C24)."""
    latest = workbook.episodes.latest("number")
    planned_for = a_month_after(max(latest.supervision_planned_for, at))
    return begin(workbook, state=EpisodeState.BEGUN, planned_for=planned_for, people=_people_of_next(latest), at=at)


@in_service
def open_next(workbook: Workbook, *, planned_for: datetime, at: datetime) -> WorkbookEpisode:
    """After supervision: the episode begun ahead opens, or a new one does, with a summary for each worker (C24)."""
    ahead = workbook.episodes.filter(state=EpisodeState.BEGUN).first()
    if ahead is None:
        people = _people_of_next(workbook.episodes.latest("number"))
        ahead = begin(workbook, state=EpisodeState.OPEN, planned_for=planned_for, people=people, at=at)
    else:
        EPISODE_STATES.require(ahead.state, EpisodeState.OPEN)
        change(ahead, state=EpisodeState.OPEN)
        _plan(ahead, planned_for, at)
        set_headline(workbook.family, next_supervision=planned_for)
    open_summaries(ahead, at=at)
    return ahead


@in_service
def open_summaries(episode: WorkbookEpisode, *, at: datetime) -> None:
    """A summary for each allocated worker who has none in this episode yet."""
    have_one = set(episode.summaries.values_list("allocation_id", flat=True))
    for allocation in episode.family.allocation_set.on(timezone.localdate(at)).exclude(pk__in=have_one):
        summaries.start(allocation, episode, at=at)
    delegation.carry_on(episode, at=at)


def lock_episode(episode: WorkbookEpisode) -> WorkbookEpisode:
    """The row held until the transaction ends; before it the family, in the order of every service."""
    lock(episode.family)
    return lock(episode, "family", "workbook")


@in_service
def close(episode: WorkbookEpisode, *, without: Mapping[int, str], by: User, at: datetime) -> WorkbookEpisode:
    """Close for supervision; `without` gives the reason for each summary that is not finalised (A2.1, A3.12)."""
    episode = lock_episode(episode)
    if episode.state == EpisodeState.SUPERVISED:
        raise Refusal("The supervision of this episode was held, so it is not closed for it again.")
    EPISODE_STATES.require(episode.state, EpisodeState.CLOSED)
    still_open = episode.summaries.filter(state=SummaryState.OPEN).order_by(F("part_of").asc(nulls_first=True), "pk")
    for summary in map(lock, still_open):
        # A part is left out with the whole, for the same reason.
        _leave_out(summary, without.get(summary.part_of_id or summary.pk, ""), at)
    delegation.withdraw_all(delegation_queries.open_tasks(summary__episode=episode), because=CLOSED_WITHOUT, at=at)
    change(episode, state=EpisodeState.CLOSED, closed_at=at, closed_by=by)
    relationships.update_lock(episode.family)
    return episode


def _leave_out(summary: InterventionSummary, because: str, at: datetime) -> None:
    if not because.strip():
        raise Refusal(
            f"{summary.worker} has not finalised a summary. Wait for it, or give the reason for closing without it.",
            f"without-{summary.pk}",
        )
    summaries.change_state(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because.strip())
    delegation.notify_part_authors(summary, at=at)


@in_service
def reopen(episode: WorkbookEpisode, *, because: str, at: datetime) -> WorkbookEpisode:
    """Open a closed episode again, before its meeting, with the reason; who was left out may write again."""
    episode = lock_episode(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.REOPENED)
    if not because.strip():
        raise Refusal("Say why the episode is reopened.", "because")
    # Whose part is over writes no more.
    working = episode.family.allocation_set.on(timezone.localdate(at))
    left_out = episode.summaries.filter(state=SummaryState.LEFT_OUT, allocation__in=working)
    for summary in map(lock, left_out):
        # The task was withdrawn when the episode was closed: who was asked for a part has a summary of their own again.
        summaries.change_state(summary, SummaryState.OPEN, Mover.LEAD, at=at, left_out_because="", part_of=None)
    change(episode, state=EpisodeState.REOPENED, reopened_because=because.strip(), closed_at=None, closed_by=None)
    relationships.update_lock(episode.family)
    return episode


@in_service
def mark_supervised(episode: WorkbookEpisode) -> WorkbookEpisode:
    """The meeting was held; every summary must be finalised or left out by then."""
    episode = lock_episode(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.SUPERVISED)
    waiting = episode.summaries.filter(state=SummaryState.OPEN).select_related("worker").first()
    if waiting:
        raise Refusal(
            f"{waiting.worker}'s summary is not finalised. Ask for it, or reopen the episode and close it without that "
            "summary."
        )
    change(episode, state=EpisodeState.SUPERVISED)
    return episode


@in_service
def undo_supervised(episode: WorkbookEpisode) -> WorkbookEpisode:
    """The meeting was not held after all: the episode waits for it again, closed as it was."""
    episode = lock_episode(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.CLOSED, Mover.MANAGER)
    change(episode, state=EpisodeState.CLOSED)
    return episode


@in_service
def move_supervision(episode: WorkbookEpisode, *, planned_for: datetime, at: datetime) -> WorkbookEpisode:
    """The planned date moves, and with it what is due before it; the reason is kept by the caller."""
    episode = lock_episode(episode)
    _plan(episode, planned_for, at)
    if episode.state != EpisodeState.BEGUN:
        set_headline(episode.family, next_supervision=planned_for)
    return episode


def _plan(episode: WorkbookEpisode, planned_for: datetime, at: datetime) -> None:
    change(episode, supervision_planned_for=planned_for)
    clocks.follow_moved_supervision(episode, at=at)
    delegation.move_due_dates(episode, planned_for, at=at)
    relationships.update_lock(episode.family)


@in_service
def end_all(workbook: Workbook, *, because: str, at: datetime) -> None:
    """The Workbook closes: what still runs in it ends without supervision, open summaries with it."""
    for episode in map(lock, workbook.episodes.filter(state__in=UNDER_WAY)):
        EPISODE_STATES.require(episode.state, EpisodeState.ENDED)
        change(episode, state=EpisodeState.ENDED, ended_because=because)
    open_now = InterventionSummary.objects.filter(episode__workbook=workbook, state=SummaryState.OPEN)
    for summary in map(lock, open_now):
        summaries.change_state(summary, SummaryState.ENDED, Mover.MANAGER, at=at)
    delegation.withdraw_all(delegation_queries.open_tasks(summary__episode__workbook=workbook), because=because, at=at)


@in_service
def current_summary(allocation: Allocation, workbook: Workbook, *, at: datetime) -> InterventionSummary:
    """The summary in which the worker writes now: the earliest open one, or the next, which begins here (C24).

    The family is locked, so none of them is finalised while a note is put into it.
    """
    mine = InterventionSummary.objects.filter(allocation=allocation, episode__workbook=workbook)
    if found := mine.filter(state=SummaryState.OPEN).order_by("episode__number").first():
        return lock(found)
    running = workbook.episodes.filter(state__in=RUNNING).exclude(summaries__allocation=allocation)
    episode = running.order_by("number").first() or begin_ahead(workbook, at=at)
    return summaries.start(allocation, episode, at=at)
