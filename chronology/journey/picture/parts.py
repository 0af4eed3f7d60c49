"""What the picture of a family's journey consists of, before anything is placed: lanes with marks, spans and counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTH = relativedelta(months=1)
QUIET = 3  # so many months without anything are drawn as one


class Mark(NamedTuple):
    """Something of one day: `caption` for the picture, `sentence` for the table; `look` is a key of the drawing."""

    day: date
    caption: str
    look: str
    sentence: str


class Span(NamedTuple):
    """Something that lasted, `until` None while it does; `begins` and `ends` are sentences of the table."""

    since: date
    until: date | None
    begins: str = ""
    ends: str = ""


class Lane(NamedTuple):
    """One line of the picture; `counts` are numbers by month, and no event of it where they are `lasting`."""

    group: str
    label: str
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    counts: Counter[date] | None = None
    look: str = ""
    lasting: bool = False


class Column(NamedTuple):
    """A month by its first day, or `months` of them in which nothing happened, drawn as one."""

    first: date
    months: int = 1

    @property
    def quiet(self) -> bool:
        return self.months > 1


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first days of all months from that of `first` to that of `last`."""
    month, last = month_of(first), month_of(last)
    while month <= last:
        yield month
        month += MONTH


def columns_of(lanes: Iterable[Lane], until: date) -> list[Column]:
    """The months in which something happened or lasted up to `until`; a long while without anything is one column."""
    busy = {month for lane in lanes for month in _busy(lane, until)}
    if not busy:
        return []
    columns: list[Column] = []
    quiet: list[date] = []
    for month in months_between(min(busy), max(busy)):
        if month not in busy:
            quiet.append(month)
            continue
        columns += _together(quiet)
        columns.append(Column(month))
        quiet = []
    return columns


def _busy(lane: Lane, until: date) -> Iterator[date]:
    yield from (month_of(mark.day) for mark in lane.marks)
    for span in lane.spans:
        yield from months_between(span.since, span.until or until)
    if lane.counts and not lane.lasting:
        yield from lane.counts


def _together(quiet: list[date]) -> list[Column]:
    if len(quiet) < QUIET:
        return [Column(month) for month in quiet]
    return [Column(quiet[0], len(quiet))]
