"""The journey in words, month by month: the table beside the picture."""

from typing import NamedTuple

from chronology.journey.picture.parts import MONTH, month_of


class MonthRow(NamedTuple):
    """One row: the month, and under each heading of `told` what happened in it, as sentences."""

    when: str
    quiet: str
    cells: list


class JourneyTable(NamedTuple):
    headings: list
    rows: list


def journey_table(lanes, columns):
    headings = list(dict.fromkeys(lane.group for lane in lanes))
    return JourneyTable(headings, [_row(column, lanes, headings) for column in columns])


def _row(column, lanes, headings):
    if column.quiet:
        last = column.first + MONTH * (column.months - 1)
        return MonthRow(f"{column.first:%B %Y} to {last:%B %Y}", f"{column.months} months: nothing is recorded.", [])
    cells = [
        (heading, [words for lane in lanes if lane.group == heading for words in _of(lane, column.first)])
        for heading in headings
    ]
    return MonthRow(f"{column.first:%B %Y}", "", cells)


def _of(lane, month):
    yield from (span.begins for span in lane.spans if span.begins and month_of(span.since) == month)
    yield from (mark.told for mark in lane.marks if month_of(mark.day) == month)
    if count := (lane.counts or {}).get(month):
        yield f"{lane.label}: {count}"
    yield from (span.ends for span in lane.spans if span.ends and month_of(span.until) == month)
