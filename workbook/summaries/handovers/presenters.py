"""Why a worker cannot finalise by themselves, as pages say it."""

from typing import NamedTuple

from casework.unsaved.queries import unsaved_of
from workbook.summaries.handovers.checks import why_worker_away


class WorkerAway(NamedTuple):
    """Why a worker cannot finalise by themselves, in a sentence, and what they have typed and not saved meanwhile."""

    sentence: str
    unsaved: list


def worker_away(summary, today):
    """Of a worker who is away today or whose part ends; None of one who is here."""
    sentence = why_worker_away(summary, today)
    return WorkerAway(sentence, unsaved_of(summary.worker, summary.family)) if sentence else None
