"""A worker's summary of an episode begins, and with it its clocks and the lock on relationships (A3.8, C5, C23)."""

from workbook.summaries import clocks, locking
from workbook.summaries.models import InterventionSummary


def start(allocation, episode, *, at, **values):
    """The summary of `allocation` for `episode`; called in a service's transaction, with the family locked."""
    summary = InterventionSummary.objects.create(
        family=episode.family, episode=episode, allocation=allocation, worker=allocation.worker, opened_at=at, **values
    )
    clocks.follow(summary, at=at)
    locking.settle(episode.family)
    return summary
