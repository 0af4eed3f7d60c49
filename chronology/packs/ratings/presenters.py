"""The ratings of the last episodes, by worker and overall, each with its direction."""

from datetime import date
from typing import NamedTuple

from casework.words import london_date
from chronology.packs.ratings.queries import last_episodes
from supervision.group_supervisions.models import GroupSupervision
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

EPISODES = 6
ORDER = {"green": 0, "amber": 1, "red": 2}


class Rating(NamedTuple):
    """`direction` against the last rating before: 'better', 'worse', 'as before', or ''."""

    rag: str
    direction: str
    note: str


class RatingsRow(NamedTuple):
    who: str
    ratings: list[Rating]


class RatingsTable(NamedTuple):
    """`days` is when each episode was supervised, or is planned to be; the ratings of a row are in the same order."""

    days: list[date]
    rows: list[RatingsRow]


def ratings_of(episode: WorkbookEpisode) -> RatingsTable:
    """The table up to and with `episode`, the oldest episode first."""
    last = last_episodes(episode, EPISODES)
    by_worker: dict[str, list[tuple[str, str]]] = {}
    for place, each in enumerate(last):
        # A part of a colleague's summary has no rating of its own: the whole has it (A3.18).
        for summary in (found for found in each.summaries.all() if found.part_of_id is None):
            who = f"{summary.worker}, {summary.allocation.get_role_display().lower()}"
            by_worker.setdefault(who, [("", "")] * len(last))[place] = _given(summary)
    overall = [(getattr(_supervision(each), "overall_rag", ""), "") for each in last]
    rows = [RatingsRow(who, _directed(given)) for who, given in by_worker.items()]
    return RatingsTable([_day(each) for each in last], [*rows, RatingsRow("Overall", _directed(overall))])


def _given(summary: InterventionSummary) -> tuple[str, str]:
    if summary.state == SummaryState.LEFT_OUT:
        return "", "left out"
    if summary.state != SummaryState.FINALISED:
        return "", "not finalised"
    return summary.rag, "no direct work" if summary.no_direct_work else ""


def _directed(given: list[tuple[str, str]]) -> list[Rating]:
    ratings: list[Rating] = []
    before = ""
    for rag, note in given:
        ratings.append(Rating(rag, _direction(before, rag), note))
        before = rag or before
    return ratings


def _direction(before: str, rag: str) -> str:
    if not before or not rag:
        return ""
    step = ORDER[rag] - ORDER[before]
    return "worse" if step > 0 else "better" if step < 0 else "as before"


def _supervision(episode: WorkbookEpisode) -> GroupSupervision | None:
    return getattr(episode, "supervision", None)


def _day(episode: WorkbookEpisode) -> date:
    held_at = getattr(_supervision(episode), "held_at", None)
    return london_date(held_at or episode.supervision_planned_for)
