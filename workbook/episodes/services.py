"""Beginning, closing, reopening and ending Workbook episodes. The first three are called by the services to the right
of this app and by the services of summaries, inside their transactions."""

from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.utils import timezone

from casework import practice
from casework.families.services import lock, set_headline
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.rows import change
from workbook.delegation import ending
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.states import EPISODE_STATES, RUNNING, EpisodeState
from workbook.summaries import clocks, locking, moving, starting
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.ties.services import hold

CLOSED_WITHOUT = "The episode was closed for supervision without it."


def a_month_after(moment):
    """A calendar month later, at the hour at which supervisions are planned, on a day of the working week."""
    hour = practice.current().settings.supervision_hour
    day = timezone.localtime(moment) + relativedelta(months=1, hour=hour, minute=0, second=0, microsecond=0)
    return day + relativedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


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


def people_of(episode):
    """The persons who belong to the episode now."""
    return [member.person for member in episode.members.filter(until_date=None).select_related("person")]


def children_ever(episode):
    """The children who were part of the episode at any time, each once."""
    children = episode.members.filter(person__is_child=True).select_related("person")
    return each_once(member.person for member in children)


def each_once(people):
    """Of who was entered twice one entry only: that which stands, where it is among `people`."""
    once = {}
    for person in people:
        if person.one_id not in once or person.merged_into_id is None:
            once[person.one_id] = person
    return list(once.values())


def _going_on(episode):
    """Who goes on into the next, each once: asked when no other family's Workbook can take them meanwhile (A1.16)."""
    hold(people_of(episode))
    return each_once(people_of(episode))


def begin_ahead(workbook, *, at):
    """The next episode, begun by the first note after somebody's own finalising (A3.14, C24)."""
    latest = workbook.episodes.first()
    planned_for = a_month_after(max(latest.supervision_planned_for, at))
    return begin(workbook, state=EpisodeState.BEGUN, planned_for=planned_for, people=_going_on(latest), at=at)


def open_next(workbook, *, planned_for, at):
    """After supervision: the episode begun ahead opens, or a new one does, with a summary for each worker (C24)."""
    ahead = workbook.episodes.filter(state=EpisodeState.BEGUN).first()
    if ahead is None:
        people = _going_on(workbook.episodes.first())
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
        starting.start(allocation, episode, at=at)


def close(episode, *, without, mover, by, at):
    """Close for supervision; `without` gives the reason for each summary that is not finalised (A2.1, A3.12)."""
    episode = _locked(episode)
    EPISODE_STATES.require(episode.state, EpisodeState.CLOSED, mover)
    still_open = episode.summaries.filter(state=SummaryState.OPEN).order_by(F("part_of").asc(nulls_first=True), "pk")
    for summary in still_open.select_for_update(no_key=True):
        # A part is left out with the whole, for the same reason.
        _leave_out(summary, without.get(summary.part_of_id or summary.pk, ""), at)
    ending.close(ending.asked(summary__episode=episode), because=CLOSED_WITHOUT, at=at)
    change(episode, state=EpisodeState.CLOSED, closed_at=at, closed_by=by)
    locking.settle(episode.family)
    return episode


def _leave_out(summary, because, at):
    if not because.strip():
        raise Refusal(
            f"{summary.worker} has not finalised a summary. Wait for it, or give the reason for closing without it.",
            f"without-{summary.pk}",
        )
    moving.move(summary, SummaryState.LEFT_OUT, Mover.LEAD, at=at, left_out_because=because.strip())
    ending.tell_authors(summary, because=because.strip(), at=at)


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
        moving.move(summary, SummaryState.OPEN, Mover.LEAD, at=at, left_out_because="", part_of=None)
    change(episode, state=EpisodeState.REOPENED, reopened_because=because.strip(), closed_at=None, closed_by=None)
    locking.settle(episode.family)
    return episode


def supervise(episode):
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
    ending.move_before(episode, planned_for, at=at)
    locking.settle(episode.family)


def end_all(workbook, *, because, at):
    """The Workbook closes: what still runs in it ends without supervision, open summaries with it."""
    for episode in workbook.episodes.select_for_update(no_key=True).filter(state__in=[*RUNNING, EpisodeState.CLOSED]):
        EPISODE_STATES.require(episode.state, EpisodeState.ENDED, Mover.MANAGER)
        change(episode, state=EpisodeState.ENDED, ended_because=because)
    for summary in InterventionSummary.objects.select_for_update(no_key=True).filter(
        episode__workbook=workbook, state=SummaryState.OPEN
    ):
        moving.move(summary, SummaryState.ENDED, Mover.MANAGER, at=at)
    ending.close(ending.asked(summary__episode__workbook=workbook), because=because, at=at)


def _locked(episode):
    """The family first, as writing and finalising do."""
    lock(episode.family)
    return (
        WorkbookEpisode.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "workbook")
        .get(pk=episode.pk)
    )
