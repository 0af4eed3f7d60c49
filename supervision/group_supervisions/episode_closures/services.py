"""Closing an episode for supervision, reopening it, and asking a worker for a summary (A2.1, C11, C12)."""

from collections.abc import Mapping
from datetime import datetime

from casework.access import Can, require
from casework.notifications.queries import unread
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.users.models import User
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.queries import business_support, supervision_of_episode
from supervision.packs import services as packs
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


@service
def close_for_supervision(
    episode: WorkbookEpisode, *, by: User, at: datetime, without: Mapping[int, str] | None = None
) -> GroupSupervision:
    """Close the episode; the group supervision is there with every finalised summary in it, and the pack is wanted.

    `without` gives, by the summary's id, the reason for closing without it.
    """
    require(by, episode.family, Can.LEAD)
    episode = episodes.close(episode, without=without or {}, by=by, at=at)
    supervision, _ = GroupSupervision.objects.get_or_create(
        episode=episode, defaults={"family": episode.family, "prepared_at": at}
    )
    packs.want(supervision, at=at)
    support = business_support(episode.family, at)
    notify("supervision_to_prepare", support, subject=supervision, family=episode.family, by=by, at=at)
    return supervision


@service
def reopen(episode: WorkbookEpisode, *, because: str, by: User, at: datetime) -> WorkbookEpisode:
    """Open the episode again before the meeting; the supervision stays, and its pack is out of date."""
    require(by, episode.family, Can.LEAD)
    episode = episodes.reopen(episode, because=because, at=at)
    if supervision := supervision_of_episode(episode):
        packs.mark_out_of_date(supervision, because="The episode was reopened.")
    return episode


@service
def ask_for_summary(summary: InterventionSummary, *, by: User, at: datetime) -> None:
    """Remind a worker that the group waits for their summary; idempotent until the reminder is read."""
    require(by, summary.family, Can.LEAD)
    if summary.state != SummaryState.OPEN:
        raise Refusal(f"{summary.worker}'s summary is {summary.get_state_display()}, so there is nothing to ask for.")
    if unread(summary.worker, "summary_asked_for", subject=summary, by=by).exists():
        return
    notify("summary_asked_for", [summary.worker], subject=summary, family=summary.family, by=by, at=at)
