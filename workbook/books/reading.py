"""The family's Workbook as its pages show it: versions, episodes, and each worker's summary in them."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse

from casework.access import Can, may_take
from casework.states import Mover
from workbook.books.models import WorkbookDecision
from workbook.books.reasons import label_of
from workbook.books.states import WorkbookState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EPISODE_STATES, EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

COLOURS = {SummaryState.OPEN: "blue", SummaryState.FINALISED: "green"}
OVER = {EpisodeState.SUPERVISED, EpisodeState.ENDED}


class Version(NamedTuple):
    """One version of the Workbook with the decision that opened it and its episodes, newest first."""

    workbook: object
    decision: object
    episodes: list

    @property
    def workers(self):
        """Those who had a summary in its first episode, each with the role (A1.19)."""
        first = min(self.episodes, key=lambda episode: episode.number, default=None)
        return [f"{row.worker} ({row.allocation.get_role_display()})" for row in first.summaries.all()] if first else []

    @property
    def closed_reason(self):
        """Why it closed, in the words of the practice file (A2.5); '' while it is open."""
        return label_of(self.workbook.closed_reason) if self.workbook.closed_reason else ""


def versions_of(family):
    """Every version, newest first (A1.18), in four queries however many there are."""
    summaries = InterventionSummary.objects.select_related("worker", "allocation")
    episodes = WorkbookEpisode.objects.prefetch_related(Prefetch("summaries", summaries))
    workbooks = family.workbook_set.select_related("index_child", "opened_by", "closed_by", "referral")
    decisions = {(decision.referral_id, decision.at): decision for decision in decisions_of(family, opened=True)}
    return [
        Version(workbook, decisions.get((workbook.referral_id, workbook.opened_at)), list(workbook.episodes.all()))
        for workbook in workbooks.prefetch_related(Prefetch("episodes", episodes))
    ]


def decisions_of(family, *, opened):
    """The decisions to open a Workbook, or those not to, latest first (A1.6, C3)."""
    decisions = WorkbookDecision.objects.filter(family=family, opened=opened)
    return decisions.select_related("by", "decided_by", "referral")


def rows_of(episode):
    """A line for each whole summary of an episode, with those who write a part of it."""
    parts = {}
    for summary in episode.summaries.all():
        parts.setdefault(summary.part_of_id, []).append(summary)
    return [
        {
            "summary": summary,
            "worker": summary.worker,
            "role": summary.allocation.get_role_display(),
            "state": summary.get_state_display(),
            "colour": COLOURS.get(summary.state, "grey"),
            "parts": parts.get(summary.pk, []),
        }
        for summary in parts.get(None, [])
    ]


def may_close(episode, access):
    """Whether a reader of this standing may close the episode for supervision now."""
    return access.can(Can.LEAD) and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED, Mover.LEAD)


def running_of(version):
    """The episodes that are not over, the one to be supervised next first."""
    return sorted((e for e in version.episodes if e.state not in OVER), key=lambda episode: episode.number)


def own_summary(version, user):
    """Where `user` writes now: the earliest open summary, otherwise the latest finalised one; None without either."""
    mine = sorted(
        (s for episode in version.episodes for s in episode.summaries.all() if s.worker_id == user.pk),
        key=lambda summary: summary.pk,
    )
    still_open = [summary for summary in mine if summary.state == SummaryState.OPEN]
    return still_open[0] if still_open else mine[-1] if mine else None


def own_summary_url(summary):
    """The page on which one writes while it is open, otherwise the one on which one reads."""
    page = "summary-write" if summary.state == SummaryState.OPEN else "summary"
    return reverse(page, args=[summary.family_id, summary.pk])


class Running(NamedTuple):
    """One episode that is not over, with a line for each summary; `close_url` is '' where one may not close it."""

    episode: object
    rows: list
    close_url: str


def page_of(version, access, user):
    """The latest version as the Workbook page shows it to `user`."""
    summary = own_summary(version, user) if version.workbook.state == WorkbookState.OPEN else None
    return {
        "version": version,
        "is_open": version.workbook.state == WorkbookState.OPEN,
        "running": [_running(episode, access) for episode in running_of(version)],
        "own_url": own_summary_url(summary) if summary else "",
        "own_is_open": bool(summary) and summary.state == SummaryState.OPEN,
        "may_lead": access.can(Can.LEAD),
        "close_url": _close_url(version.workbook, access),
    }


def _close_url(workbook, access):
    """Where the open Workbook is closed, for those of the grade."""
    may_close_it = workbook.state == WorkbookState.OPEN and may_take(access, "close_workbook")
    return reverse("workbook-close", args=[workbook.family_id]) if may_close_it else ""


def _running(episode, standing):
    args = [episode.family_id, episode.pk]
    return Running(
        episode, rows_of(episode), reverse("episode-close", args=args) if may_close(episode, standing) else ""
    )
