"""The journey in words, month by month: the table that goes with the picture."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chronology.journey.picture.parts import MONTH, Column, Lane, month_of


class MonthRow(NamedTuple):
    """One row: the month, and a heading with sentences for each cell; or that nothing is recorded of these months."""

    when: str
    nothing_recorded: str
    cells: list[tuple[str, list[str]]]


class JourneyTable(NamedTuple):
    headings: list[str]
    rows: list[MonthRow]


def journey_table(lanes: Sequence[Lane], columns: Sequence[Column]) -> JourneyTable:
    headings = list(dict.fromkeys(lane.group for lane in lanes))
    return JourneyTable(headings, [_row(column, lanes, headings) for column in columns])


def _row(column: Column, lanes: Sequence[Lane], headings: list[str]) -> MonthRow:
    if column.quiet:
        last = column.first + MONTH * (column.months - 1)
        return MonthRow(f"{column.first:%B %Y} to {last:%B %Y}", f"{column.months} months: nothing is recorded.", [])
    cells = [
        (heading, [sentence for lane in lanes if lane.group == heading for sentence in _of(lane, column.first)])
        for heading in headings
    ]
    return MonthRow(f"{column.first:%B %Y}", "", cells)


def _of(lane: Lane, month: date) -> Iterator[str]:
    yield from (span.begins for span in lane.spans if span.begins and month_of(span.since) == month)
    yield from (mark.sentence for mark in lane.marks if month_of(mark.day) == month)
    if lane.counts and (count := lane.counts.get(month)):
        yield f"{lane.label}: {count}"
    yield from (span.ends for span in lane.spans if span.ends and span.until and month_of(span.until) == month)
