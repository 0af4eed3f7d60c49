"""What a manager sees first: where their team's work is out of time, or soon will be."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for
from casework.duedates.models import DueDate
from casework.words import say_when
from supervision.groups.models import GroupSupervision
from supervision.groups.states import SupervisionState
from supervision.mywork.dues import Line, line_of, teams_managed_by
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

SOON = timedelta(days=7)
MOST = 20


class Exceptions(NamedTuple):
    unsigned: list
    incomplete: list
    overdue: list

    def __bool__(self):
        return any(self)


def exceptions_of(user, now):
    """The exceptions in the families for which `user` decides; None for those who decide for none."""
    families = families_for(user, Can.DECIDE)
    if not families.exists():
        return None
    return Exceptions(_unsigned(families, now), _incomplete(families, now), _overdue(user, families, now))


def _unsigned(families, now):
    """Supervisions whose date has passed and that are not signed off."""
    waiting = GroupSupervision.objects.filter(family__in=families, episode__supervision_planned_for__lt=now)
    waiting = waiting.exclude(state=SupervisionState.SIGNED_OFF).select_related("family", "episode")
    return [
        Line(
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
        by_episode.setdefault(summary.episode, []).append(str(summary.worker))
    ordered = sorted(by_episode.items(), key=lambda pair: pair[0].supervision_planned_for)
    return [_incomplete_line(episode, workers, now) for episode, workers in ordered[:MOST]]


def _incomplete_line(episode, workers, now):
    return Line(
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
    return [line_of(due, now, whose=True) for due in dues.select_related("family", "owner", "team")[:MOST]]
