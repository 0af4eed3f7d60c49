"""Where work is out of time or waits for a manager, as rows; `families` is the condition that they decide."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.access import holdings_of
from casework.actions import clocks as action_clocks
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation
from casework.closures.models import Closure
from casework.closures.states import ClosureState
from casework.duedates.models import DueDate
from casework.plans.models import Assessment
from casework.referrals.clocks import WORKBOOK_DECISION
from casework.referrals.models import Involvement, Referral
from casework.users.models import User
from casework.users.roles import GRADES
from casework.warnings.models import Caution
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import OVER
from supervision.my_work.queries import MOST_TEAMS, teams_managed_by
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import BEFORE_SUPERVISION
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.models import Workbook, WorkbookDecision
from workbook.workbooks.states import WorkbookState

Families = Q
SOON = timedelta(days=7)


def closures_asked_for(families: Families) -> QuerySet[Closure]:
    """Closings of children's cases that wait for a manager's agreement, the longest first (A2.8)."""
    waiting = Closure.objects.filter(families, state=ClosureState.ASKED).order_by("asked_at")
    return waiting.select_related("family", "involvement__child", "asked_by")


def referrals_without_decision(user: User, families: Families, now: datetime, most: int) -> list[Referral]:
    """At most `most` referrals with an open child on which nobody has decided to open a Workbook or not (A1.6).

    Those for which the day runs as a clock of the manager's own teams are among what is due from them.
    """
    decided = WorkbookDecision.objects.filter(referral=OuterRef("referral"))
    working = Workbook.objects.filter(family=OuterRef("family"), state=WorkbookState.OPEN)
    undecided = open_involvements(families).filter(~Exists(decided), ~Exists(working))
    own = DueDate.objects.running().filter(
        timescale=WORKBOOK_DECISION, team__in=teams_managed_by(user, timezone.localdate(now))
    )
    undecided = undecided.filter(~Exists(own.filter(subject_id=OuterRef("referral"))))
    latest = undecided.order_by("-referral__received_on", "-referral").values("referral__received_on", "referral")
    first = latest.distinct()[:most].values("referral")
    return list(Referral.objects.filter(pk__in=first).select_related("family"))


def open_involvements(families: Families) -> QuerySet[Involvement]:
    """Those of the open cases; said of the family too, whose closed cases are many."""
    return Involvement.objects.filter(families, closed_on=None, family__headline__open=True)


def families_without_worker(families: Families, now: datetime) -> QuerySet[Involvement, Any]:
    """Families with an open child with whom nobody works: `family`, `family__name` and `since`, the longest first."""
    working = Allocation.objects.on(timezone.localdate(now))
    waiting = open_involvements(families).filter(~Exists(working.filter(family=OuterRef("family"))))
    return waiting.values("family", "family__name").annotate(since=Min("opened_on")).order_by("since")


def supervisions_not_signed_off(families: Families, now: datetime) -> QuerySet[GroupSupervision]:
    """Those whose date has passed, the longest first."""
    waiting = GroupSupervision.objects.filter(families, episode__supervision_planned_for__lt=now)
    waiting = waiting.exclude(state__in=OVER).select_related("family", "episode")
    return waiting.order_by("episode__supervision_planned_for")


def open_summaries_before_supervision(
    families: Families, now: datetime
) -> list[tuple[WorkbookEpisode, list[InterventionSummary]]]:
    """Episodes whose supervision is near or past, the earliest first, with their summaries not finalised."""
    waiting = InterventionSummary.objects.filter(
        families, state=SummaryState.OPEN, episode__state__in=BEFORE_SUPERVISION,
        episode__supervision_planned_for__lt=now + SOON,
    )  # fmt: skip
    by_episode: dict[WorkbookEpisode, list[InterventionSummary]] = {}
    for summary in waiting.select_related("worker", "episode__family"):
        by_episode.setdefault(summary.episode, []).append(summary)
    return sorted(by_episode.items(), key=lambda pair: pair[0].supervision_planned_for)


def overdue_of_others(user: User, families: Families, now: datetime) -> QuerySet[DueDate]:
    """What is overdue and not due from `user`, the longest first; actions have a list of their own."""
    dues = DueDate.objects.running().filter(families, due_at__lte=now).exclude(owner=user)
    dues = dues.exclude(owner=None, team__in=teams_managed_by(user, timezone.localdate(now)))
    return dues.exclude(timescale__in=action_clocks.TIMESCALES.values()).shown()


def assessments_to_approve(families: Families) -> QuerySet[Assessment]:
    """Assessments that have ended and wait for a manager's approval in writing, the longest first (A9.15)."""
    waiting = Assessment.objects.not_withdrawn().filter(families, ended_on__isnull=False, approved_at=None)
    return waiting.select_related("family", "child").order_by("ended_on")


def submitted_assessments(families: Families) -> QuerySet[ProgrammeAssessment]:
    """Family Programmes submitted as an assessment, the longest first."""
    waiting = ProgrammeAssessment.objects.filter(families, state=AssessmentState.SUBMITTED)
    return waiting.select_related("family", "programme", "submitted_by").order_by("submitted_at")


def warnings_to_review(families: Families, now: datetime) -> QuerySet[Caution]:
    """Warnings that should have been looked at again, the longest first (A9.17)."""
    waiting = Caution.objects.filter(families, ended_on=None, review_on__lt=timezone.localdate(now))
    return waiting.select_related("family").order_by("review_on")


def actions_without_progress(user: User, families: Families, now: datetime) -> QuerySet[AgreedAction]:
    """Open actions of others that are overdue or of which nothing was noted for weeks, the earliest due first.

    Of whoever manages very many teams none: to look through the actions of a county for 20 costs what it holds.
    """
    today = timezone.localdate(now)
    if not 0 < len(holdings_of(user, today).teams(GRADES)) <= MOST_TEAMS:
        return AgreedAction.objects.none()
    waiting = AgreedAction.objects.without_progress(today).filter(families).exclude(owner_user=user)
    return waiting.select_related("family", "owner_user").order_by("due_on", "pk")
