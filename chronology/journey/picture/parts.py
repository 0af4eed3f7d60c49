"""What the picture of a family's journey consists of, before anything is placed: lanes, with what stands in them."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTH = relativedelta(months=1)
QUIET = 3  # so many months without anything are drawn as one


class Mark(NamedTuple):
    """Something of one day: `words` stand in the picture, `told` in the table; `look` is a key of the drawing."""

    day: date
    words: str
    look: str
    told: str


class Span(NamedTuple):
    """Something that lasted, `until` None while it does; `begins` and `ends` are told in the table."""

    since: date
    until: date | None
    begins: str = ""
    ends: str = ""


class Lane(NamedTuple):
    """One line of the picture; `counts` are numbers by month, and no event of it where they are `lasting`."""

    group: str
    label: str
    spans: tuple = ()
    marks: tuple = ()
    counts: Counter | None = None
    look: str = ""
    lasting: bool = False


class Column(NamedTuple):
    """A month by its first day, or `months` of them in which nothing happened, drawn as one."""

    first: date
    months: int = 1

    @property
    def quiet(self):
        return self.months > 1


def month_of(day):
    return day.replace(day=1)


def months_between(first, last):
    """The first days of all months from that of `first` to that of `last`."""
    month, last = month_of(first), month_of(last)
    while month <= last:
        yield month
        month += MONTH


def columns_of(lanes, until):
    """The months in which something happened or lasted up to `until`; a long while without anything is one column."""
    busy = {month for lane in lanes for month in _busy(lane, until)}
    if not busy:
        return []
    columns, quiet = [], []
    for month in months_between(min(busy), max(busy)):
        if month not in busy:
            quiet.append(month)
            continue
        columns += _together(quiet)
        columns.append(Column(month))
        quiet = []
    return columns


def _busy(lane, until):
    yield from (month_of(mark.day) for mark in lane.marks)
    for span in lane.spans:
        yield from months_between(span.since, span.until or until)
    if lane.counts and not lane.lasting:
        yield from lane.counts


def _together(quiet):
    if len(quiet) < QUIET:
        return [Column(month) for month in quiet]
    return [Column(quiet[0], len(quiet))]
