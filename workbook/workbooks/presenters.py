"""The family's Workbook as its pages show it: versions, episodes, and what is to be decided."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, FamilyAccess, may_take
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.frozen.presenters import urls_of_finished
from casework.naming.presenters import with_colleagues_apart
from casework.passages.queries import people_ever
from casework.people.models import Person
from casework.referrals.clocks import WORKBOOK_DECISION
from casework.referrals.models import Referral
from casework.users.models import User
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.queries import a_month_after
from workbook.episodes.states import OVER, TO_BE_CLOSED
from workbook.one_workbook.presenters import InAnotherWorkbook
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import episode_cards
from workbook.summaries.states import SUMMARY_COLOURS, SummaryState
from workbook.workbooks import queries
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision
from workbook.workbooks.states import WorkbookState


class VulnerabilityRow(NamedTuple):
    """A vulnerability that emerged; `label` is what it is called now."""

    label: str
    row: EmergedVulnerability


class PendingDecision(NamedTuple):
    """What is to be decided on a referral: until when (a day or a moment, or None), and what was decided before.

    `emerged` are the vulnerabilities that emerged since the latest decision (A1.10).
    """

    referral: Referral
    due: date | datetime | None
    emerged: list[VulnerabilityRow]
    before: list[WorkbookDecision]


def pending_decision(referral: Referral) -> PendingDecision:
    due = running_clock(WORKBOOK_DECISION, referral).first()
    emerged = _labelled(queries.undecided_vulnerabilities(referral))
    return PendingDecision(referral, due.due if due else None, emerged, list(queries.previous_decisions(referral)))


def vulnerability_rows(family: Family) -> list[VulnerabilityRow]:
    """All that ever emerged, the latest first."""
    return _labelled(queries.vulnerabilities_of(family))


def _labelled(rows: Iterable[EmergedVulnerability]) -> list[VulnerabilityRow]:
    return [VulnerabilityRow(row.get_vulnerability_display(), row) for row in rows]


def pending_context(family: Family, latest: "WorkbookVersion | None") -> dict[str, Any]:
    """What is left to do on the Workbook page: to decide, to record what emerged, to bring in children who came."""
    workbook = latest.workbook if latest and latest.workbook.state == WorkbookState.OPEN else None
    referral = None if workbook else queries.referral_to_decide_on(family)
    decision = pending_decision(referral) if referral else None
    undecided = {vulnerability.row.pk for vulnerability in decision.emerged} if decision else set()
    record = family.access.can(Can.RECORD)
    return {
        "decision": decision,
        "is_open": referral is not None and queries.has_open_case(referral),
        "may_decide": queries.may_record_decision(family.access),
        "may_record_vulnerability": record and queries.referral_with_open_case(family) == referral,
        "children_to_bring_in": queries.children_to_bring_in(family, workbook) if workbook else [],
        "may_bring_in": family.access.can(Can.LEAD),
        "emerged": [each for each in vulnerability_rows(family) if each.row.pk not in undecided],
    }


class WorkbookVersion(NamedTuple):
    """One version of the Workbook with the decision that opened it and its episodes, newest first.

    `closing_url` is where one that is closed reads as it stood then; '' before.
    """

    workbook: Workbook
    decision: WorkbookDecision | None
    episodes: list[WorkbookEpisode]
    closing_url: str = ""

    @property
    def workers(self) -> list[str]:
        """Those who had a summary in its first episode, each with the role (A1.19)."""
        first = min(self.episodes, key=lambda episode: episode.number, default=None)
        return [f"{row.worker} ({row.allocation.get_role_display()})" for row in _apart(first)] if first else []

    @property
    def closed_reason(self) -> str:
        """Why it closed, in the words of the practice file (A2.5); '' while it is open."""
        return self.workbook.get_closed_reason_display()


def versions_of(family: Family) -> list[WorkbookVersion]:
    """Every version, newest first (A1.18), in five queries however many there are."""
    opened = queries.decisions_of(family, opened=True)
    decisions = {(decision.referral_id, decision.at): decision for decision in opened}
    workbooks = list(queries.workbooks_with_episodes(family))
    closings = urls_of_finished("workbook", workbooks)
    return [
        WorkbookVersion(
            workbook,
            decisions.get((workbook.referral_id, workbook.opened_at)),
            list(workbook.episodes.all()),
            closings.get(workbook.pk, ""),
        )
        for workbook in workbooks
    ]


def _apart(episode: WorkbookEpisode) -> list[InterventionSummary]:
    return with_colleagues_apart(episode.summaries.all(), timezone.localdate(), "worker")


def summary_rows(episode: WorkbookEpisode) -> list[dict[str, Any]]:
    """A row for each whole summary of an episode, with those who write a part of it."""
    parts = {}
    for summary in _apart(episode):
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


def may_close_episode(episode: WorkbookEpisode, access: FamilyAccess) -> bool:
    """Whether a reader with this access may close the episode for supervision now."""
    return access.can(Can.LEAD) and episode.state in TO_BE_CLOSED


def running_episodes(version: WorkbookVersion) -> list[WorkbookEpisode]:
    """The episodes that are not over, the one to be supervised next first."""
    return sorted((e for e in version.episodes if e.state not in OVER), key=lambda episode: episode.number)


def own_summary(version: WorkbookVersion, user: User) -> InterventionSummary | None:
    """Where `user` writes now: the earliest open summary, otherwise the latest finalised one; None without either."""
    mine = sorted(
        (s for episode in version.episodes for s in episode.summaries.all() if s.worker_id == user.pk),
        key=lambda summary: summary.pk,
    )
    still_open = [summary for summary in mine if summary.state == SummaryState.OPEN]
    return still_open[0] if still_open else mine[-1] if mine else None


def own_summary_url(summary: InterventionSummary) -> str:
    """The page on which one writes while it is open, otherwise the one on which one reads."""
    page = "summary-write" if summary.state == SummaryState.OPEN else "summary"
    return reverse(page, args=[summary.family_id, summary.pk])


class RunningEpisode(NamedTuple):
    """One episode that is not over, with a row for each summary; `close_url` is '' where one may not close it."""

    episode: WorkbookEpisode
    rows: list[dict[str, Any]]
    close_url: str


def version_context(version: WorkbookVersion, access: FamilyAccess, user: User) -> dict[str, Any]:
    """The latest version as the Workbook page shows it to `user`."""
    summary = own_summary(version, user) if version.workbook.state == WorkbookState.OPEN else None
    return {
        "version": version,
        "is_open": version.workbook.state == WorkbookState.OPEN,
        "running": [_running(episode, access) for episode in running_episodes(version)],
        "own_url": own_summary_url(summary) if summary else "",
        "own_is_open": summary is not None and summary.state == SummaryState.OPEN,
        "may_lead": access.can(Can.LEAD),
        "close_url": _close_url(version.workbook, access),
        "index_child_url": _index_child_url(version.workbook, access),
    }


def _close_url(workbook: Workbook, access: FamilyAccess) -> str:
    """Where the open Workbook is closed, for those of the grade."""
    may_close_it = workbook.state == WorkbookState.OPEN and may_take(access, "close_workbook")
    return reverse("workbook-close", args=[workbook.family_id]) if may_close_it else ""


def _index_child_url(workbook: Workbook, access: FamilyAccess) -> str:
    """Where another child of the open Workbook becomes its index child, for those who decide on one."""
    may_replace = workbook.state == WorkbookState.OPEN and queries.may_decide(access)
    return reverse("workbook-index-child", args=[workbook.family_id]) if may_replace else ""


def _running(episode: WorkbookEpisode, access: FamilyAccess) -> RunningEpisode:
    args = [episode.family_id, episode.pk]
    return RunningEpisode(
        episode,
        summary_rows(episode),
        reverse("episode-close", args=args) if may_close_episode(episode, access) else "",
    )


def episode_page(episode: WorkbookEpisode) -> dict[str, Any]:
    return {
        "heading": f"Workbook episode {episode.number}",
        "caption": f"Workbook version {episode.workbook.version}",
        "episode": episode,
        "members": queries.members_of(episode),
        "cards": episode_cards(episode, people_ever(episode.family)),
    }


def decision_initial(
    elsewhere: Iterable[InAnotherWorkbook], people: Iterable[Person], children: Iterable[Person], now: datetime
) -> dict[str, Any]:
    """The form of the decision, prefilled but for the decision itself. Who is in another Workbook is no index child."""
    away = {row.person for row in elsewhere}
    index_child = queries.preselected_index_child([child for child in children if child not in away])
    return {
        "people": [person.pk for person in people if person.died is None],
        "index_child": index_child.pk if index_child else None,
        "supervision_planned_for": a_month_after(now),
    }
