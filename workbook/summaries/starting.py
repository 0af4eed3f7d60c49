"""A worker's summary of an episode begins, and its three-weekly clock with it (A3.8, C5)."""

from django.urls import reverse

from casework.duedates import services as duedates
from workbook.summaries.models import InterventionSummary


def start(allocation, episode, *, at):
    summary = InterventionSummary.objects.create(
        family=episode.family, episode=episode, allocation=allocation, worker=allocation.worker, opened_at=at
    )
    start_clock(summary, at=at)
    return summary


def start_clock(summary, *, at):
    duedates.start(
        "summary_update",
        summary,
        family=summary.family,
        at=at,
        owner=summary.worker,
        url=reverse("summary", args=[summary.family_id, summary.pk]),
    )


def stop_clock(summary, *, at):
    duedates.cancel("summary_update", summary, at=at)
