"""The family's Workbook as its pages show it: versions, episodes, and what is to be decided."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse

from casework import practice
from casework.access import Can, may_take
from casework.duedates.queries import running_clock
from casework.referrals.clocks import WORKBOOK_DECISION
from casework.states import Mover
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EPISODE_STATES, OVER, EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SUMMARY_COLOURS, SummaryState
from workbook.workbooks import queries
from workbook.workbooks.queries import children_to_bring_in, closure_reason_label, decisions_of
from workbook.workbooks.states import WorkbookState


class VulnerabilityRow(NamedTuple):
    """A vulnerability that was said to have emerged; `label` is what it is called now."""

    label: str
    said: object


class PendingDecision(NamedTuple):
    """What is to be decided on a referral: until when (a day or a moment, or None), and what was decided before.

    `emerged` are the vulnerabilities that nobody has decided upon yet (A1.10).
    """

    referral: object
    due: object
    emerged: list
    before: list


def pending_decision(referral):
    """The question of a Workbook on this referral."""
    due = running_clock(WORKBOOK_DECISION, referral).first()
    before = referral.workbook_decisions.select_related("by", "decided_by", "referral")
    return PendingDecision(
        referral, due and due.due, _labelled(queries.undecided_vulnerabilities(referral)), list(before)
    )


def vulnerability_rows(family):
    """All that was ever said to have emerged, the latest first."""
    return _labelled(family.emergedvulnerability_set.select_related("by"))


def _labelled(rows):
    names = practice.current().vulnerabilities
    return [VulnerabilityRow(names.get(row.vulnerability, row.vulnerability), row) for row in rows]


def pending_context(family, latest):
    """What the Workbook page asks its reader: to decide, to say what emerged, to bring in who came."""
    workbook = latest.workbook if latest and latest.workbook.state == WorkbookState.OPEN else None
    referral = None if workbook else queries.referral_to_decide_on(family)
    asked = pending_decision(referral) if referral else None
    waiting = {row.said.pk for row in asked.emerged} if asked else set()
    return {
        "question": asked,
        "is_open": referral is not None and queries.has_open_case(referral),
        "may_decide": queries.may_record_decision(family.access),
        "may_say": family.access.can(Can.RECORD) and queries.referral_with_open_case(family) == referral,
        "comers": children_to_bring_in(family, workbook) if workbook else [],
        "may_bring_in": family.access.can(Can.LEAD),
        "emerged": [row for row in vulnerability_rows(family) if row.said.pk not in waiting],
    }


class WorkbookVersion(NamedTuple):
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
        return closure_reason_label(self.workbook.closed_reason) if self.workbook.closed_reason else ""


def versions_of(family):
    """Every version, newest first (A1.18), in four queries however many there are."""
    summaries = InterventionSummary.objects.select_related("worker", "allocation")
    episodes = WorkbookEpisode.objects.prefetch_related(Prefetch("summaries", summaries))
    workbooks = family.workbook_set.select_related("index_child", "opened_by", "closed_by", "referral")
    decisions = {(decision.referral_id, decision.at): decision for decision in decisions_of(family, opened=True)}
    return [
        WorkbookVersion(
            workbook, decisions.get((workbook.referral_id, workbook.opened_at)), list(workbook.episodes.all())
        )
        for workbook in workbooks.prefetch_related(Prefetch("episodes", episodes))
    ]


def summary_rows(episode):
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
            "colour": SUMMARY_COLOURS[summary.state],
            "parts": parts.get(summary.pk, []),
        }
        for summary in parts.get(None, [])
    ]


def may_close_episode(episode, access):
    """Whether a reader of this standing may close the episode for supervision now."""
    return access.can(Can.LEAD) and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED, Mover.LEAD)


def running_episodes(version):
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


class RunningEpisode(NamedTuple):
    """One episode that is not over, with a line for each summary; `close_url` is '' where one may not close it."""

    episode: object
    rows: list
    close_url: str


def version_context(version, access, user):
    """The latest version as the Workbook page shows it to `user`."""
    summary = own_summary(version, user) if version.workbook.state == WorkbookState.OPEN else None
    return {
        "version": version,
        "is_open": version.workbook.state == WorkbookState.OPEN,
        "running": [_running(episode, access) for episode in running_episodes(version)],
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
    return RunningEpisode(
        episode,
        summary_rows(episode),
        reverse("episode-close", args=args) if may_close_episode(episode, standing) else "",
    )
