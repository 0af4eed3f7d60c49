"""What a manager sees first: where the work of their team is out of time, or soon will be (A5.13)."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for
from casework.allocations.models import Allocation
from casework.closures.models import Closure
from casework.closures.states import ClosureState
from casework.duedates.models import DueDate
from casework.duedates.queries import subject_of
from casework.plans.models import Assessment
from casework.practice.calendar import start_of_day
from casework.referrals.clocks import WORKBOOK_DECISION
from casework.referrals.models import Involvement, Referral
from casework.warnings.models import Caution
from casework.words import say_when
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import OVER
from supervision.my_work.due_dates.presenters import DueLine, due_line
from supervision.my_work.queries import teams_managed_by
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState

MOST = 20

SOON = timedelta(days=7)
DECISION_WITHIN = timedelta(hours=24)  # A1.6, C19: from the transfer of the case


def submitted_assessments(families):
    """Those of `families`, the longest first."""
    waiting = ProgrammeAssessment.objects.filter(family__in=families, state=AssessmentState.SUBMITTED)
    waiting = waiting.select_related("family", "programme", "submitted_by").order_by("submitted_at")
    return [
        DueLine(
            what=f"Read the Family Programme as assessment {each.number}",
            url=reverse("assessment", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.submitted_at,
            why=f"Submitted by {each.submitted_by}.",
            overdue=False,
        )
        for each in waiting[:MOST]
    ]


class Exceptions(NamedTuple):
    closings: list
    undecided: list
    unallocated: list
    unsigned: list
    incomplete: list
    overdue: list
    unapproved: list
    warnings: list

    def __bool__(self):
        return any(self)


def exceptions_of(user, now):
    """The exceptions in the families for which `user` decides; None for those who decide for none."""
    families = families_for(user, Can.DECIDE)
    if not families.exists():
        return None
    return Exceptions(
        closings=_closings(families),
        undecided=_undecided(user, families, now),
        unallocated=_unallocated(families, now),
        unsigned=_unsigned(families, now),
        incomplete=_incomplete(families, now),
        overdue=_overdue(user, families, now),
        unapproved=[*_unapproved(families), *submitted_assessments(families)],
        warnings=_warnings(families, now),
    )


def _closings(families):
    """Cases of children whose closing waits for a manager's agreement, the longest first (A2.8)."""
    waiting = Closure.objects.filter(family__in=families, state=ClosureState.ASKED).order_by("asked_at")
    return [
        DueLine(
            what=f"Agree to closing the case for {each.involvement.child}",
            url=reverse("closure", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.asked_at,
            why=f"{each.asked_by} asked for it.",
            overdue=False,
        )
        for each in waiting.select_related("family", "involvement__child", "asked_by")[:MOST]
    ]


def _undecided(user, families, now):
    """Referrals with an open child on which nobody has decided to open a Workbook or not: within a day (A1.6).

    Those for which the day runs as a clock of the manager's own teams stand among what is due from them.
    """
    referrals = Referral.objects.filter(family__in=families, involvements__closed_on=None, workbook_decisions=None)
    referrals = referrals.exclude(family__workbook__state=WorkbookState.OPEN)
    own = DueDate.objects.running().filter(
        timescale=WORKBOOK_DECISION, team__in=teams_managed_by(user, timezone.localdate(now))
    )
    asked = set(own.values_list("subject", flat=True))
    rows = [each for each in referrals.select_related("family").distinct() if subject_of(each) not in asked]
    return sorted((_undecided_line(each, now) for each in rows[:MOST]), key=lambda line: line.when)


def _undecided_line(referral, now):
    came = referral.transferred_at or start_of_day(referral.received_on)
    return DueLine(
        what="Decide on a Workbook",
        url=reverse("workbook-decide", args=[referral.family_id, referral.pk]),
        family=referral.family.name,
        when=came + DECISION_WITHIN,
        why=f"24 hours after the case came in: {say_when(came)}.",
        overdue=came + DECISION_WITHIN <= now,
    )


def _unallocated(families, now):
    """Families with an open child with whom nobody works, the longest first."""
    working = Allocation.objects.on(timezone.localdate(now))
    open_children = Involvement.objects.filter(family__in=families, closed_on=None)
    waiting = open_children.exclude(family__in=working.values("family")).values("family", "family__name")
    return [
        DueLine(
            what="Allocate a worker",
            url=reverse("allocate", args=[each["family"]]),
            family=each["family__name"],
            when=each["since"],
            why="Nobody is allocated, and a child's case is open since that day.",
            overdue=False,
        )
        for each in waiting.annotate(since=Min("opened_on")).order_by("since")[:MOST]
    ]


def _unsigned(families, now):
    """Supervisions whose date has passed and that are not signed off."""
    waiting = GroupSupervision.objects.filter(family__in=families, episode__supervision_planned_for__lt=now)
    waiting = waiting.exclude(state__in=OVER).select_related("family", "episode")
    return [
        DueLine(
            what="Sign off the supervision" if each.held_at else "Record the supervision",
            url=reverse("supervision", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.held_at or each.episode.supervision_planned_for,
            why=f"Held on {say_when(each.held_at)}." if each.held_at else "The planned date has passed.",
            overdue=True,
        )
        for each in waiting.order_by("episode__supervision_planned_for")[:MOST]
    ]


def _incomplete(families, now):
    """Episodes whose supervision is near, or past, with summaries that are not finalised."""
    running = (EpisodeState.OPEN, EpisodeState.REOPENED, EpisodeState.CLOSED)
    episodes = WorkbookEpisode.objects.filter(
        family__in=families, state__in=running, supervision_planned_for__lt=now + SOON
    )
    waiting = InterventionSummary.objects.filter(episode__in=episodes, state=SummaryState.OPEN)
    by_episode = {}
    for summary in waiting.select_related("worker", "episode__family"):
        who = f"{summary.worker} (a part)" if summary.part_of_id else str(summary.worker)
        by_episode.setdefault(summary.episode, []).append(who)
    ordered = sorted(by_episode.items(), key=lambda pair: pair[0].supervision_planned_for)
    return [_incomplete_line(episode, workers, now) for episode, workers in ordered[:MOST]]


def _incomplete_line(episode, workers, now):
    return DueLine(
        what="Summaries are missing for the supervision",
        url=reverse("episode-close", args=[episode.family_id, episode.pk]),
        family=episode.family.name,
        when=episode.supervision_planned_for,
        why=f"Not finalised: {', '.join(workers)}.",
        overdue=episode.supervision_planned_for <= now,
    )


def _overdue(user, families, now):
    """What is overdue of others, the longest first."""
    dues = DueDate.objects.running().filter(family__in=families, due_at__lte=now).exclude(owner=user)
    dues = dues.exclude(owner=None, team__in=teams_managed_by(user, timezone.localdate(now)))
    return [due_line(due, now, user=user, whose=True) for due in dues.select_related("family", "owner", "team")[:MOST]]


def _unapproved(families):
    """Assessments that have ended and wait for a manager's approval in writing, the longest first (A9.15)."""
    waiting = Assessment.objects.not_withdrawn().filter(family__in=families, ended_on__isnull=False, approved_at=None)
    return [
        DueLine(
            what=f"Approve the {each.get_kind_display().lower()} of {each.child}",
            url=reverse("assessment-approve", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.ended_on,
            why="It ended on that day.",
            overdue=False,
        )
        for each in waiting.select_related("family", "child").order_by("ended_on")[:MOST]
    ]


def _warnings(families, now):
    """Warnings that should have been looked at again, the longest first (A9.17)."""
    waiting = Caution.objects.filter(family__in=families, ended_on=None, review_on__lt=timezone.localdate(now))
    return [
        DueLine(
            what=f"Look at the warning again: {each.get_kind_display()}",
            url=reverse("warning-review", args=[each.family_id, each.pk]),
            family=each.family.name,
            when=each.review_on,
            why="It was to be looked at again on that day.",
            overdue=True,
        )
        for each in waiting.select_related("family").order_by("review_on")[:MOST]
    ]
