"""Compliance figures in words and tables: write-ups, and dates that were due (C7, A7.11, A7.12)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.duedates.models import DueDate
from casework.naming.presenters import colleagues_told_apart
from casework.practice.schema import Length
from casework.users.models import Team, User
from casework.words import say_when
from supervision.compliance import queries
from supervision.compliance.queries import DATE_FIGURES, DATES, WRITE_UP, WRITE_UP_FIGURES, Month

NOBODY = "A team’s managers"


class Asked(NamedTuple):
    """What the address names: the month's key, and a team or a worker to which the figures are narrowed."""

    key: str
    month: Month
    team: int | None = None
    worker: int | None = None

    def url(self, name: str, **more: Any) -> str:
        values = {"month": self.key, "team": self.team, "worker": self.worker, **more}
        return f"{reverse(name)}?{urlencode({key: value for key, value in values.items() if value is not None})}"

    def narrowed(self, rows: QuerySet[DueDate]) -> QuerySet[DueDate]:
        if self.team is not None:
            rows = rows.filter(team=self.team)
        return rows.filter(owner=self.worker) if self.worker is not None else rows


class Figure(NamedTuple):
    """A number, and the list that it counts; '' where it counts nothing."""

    label: str
    number: int
    url: str


class FigureRow(NamedTuple):
    what: str
    figures: list[Figure]


class FigureTable(NamedTuple):
    heading: str
    first: str
    labels: list[str]
    rows: list[FigureRow]


def labels() -> dict[str, str]:
    """What each figure is called, by its key."""
    settings, due = practice.current().settings, practice.current().timescale(WRITE_UP)
    late, very_late = say_length(settings.write_up_late_after), say_length(settings.write_up_very_late_after)
    return {
        "all": "All",
        "in-time": f"Within {say_length(due)}",
        "later": f"Later than {late}",
        "much-later": f"Later than {very_late}",
        "not-written": "Not written up then",
        "late": "Done late",
        "open": "Not done then",
    }


DATE_LABELS = {"all": "Due", "in-time": "In time", "late": "Done late", "open": "Not done then"}


def say_length(length: Length) -> str:
    """'48 hours', '5 working days'."""
    return f"{length.length} {length.unit.replace('_', ' ')}"


def tables(user: User, asked: Asked) -> list[FigureTable]:
    """In four queries, however many there are."""
    month = asked.month
    written = queries.counted(asked.narrowed(queries.write_ups(user, month)), month, WRITE_UP_FIGURES)
    due = queries.counted(asked.narrowed(queries.dates_due(user, month)), month, DATE_FIGURES)
    teams = {team.pk: str(team) for team in Team.objects.filter(pk__in={row["team"] for row in [*written, *due]})}
    workers = _workers(row["owner"] for row in [*written, *due])
    names = practice.current()
    kinds = {key: names.timescale(key).label for key in DATES if names.timescale(key).on}
    of_write_ups, of_dates = labels(), DATE_LABELS
    write_up = (WRITE_UP_FIGURES, of_write_ups, {"what": WRITE_UP})
    return [
        _table("Write-ups of visits, by team", "Team", written, "team", teams, asked, *write_up),
        _table("Write-ups of visits, by worker", "Worker", written, "owner", workers, asked, *write_up),
        _table("What was due", "What", due, "timescale", kinds, asked, DATE_FIGURES, of_dates, {}),
        _table("What was due, by team", "Team", due, "team", teams, asked, DATE_FIGURES, of_dates, {"what": "dates"}),
        _table(
            "What was due, by worker", "Worker", due, "owner", workers, asked, DATE_FIGURES, of_dates, {"what": "dates"}
        ),
    ]


def _workers(owners: Iterable[int | None]) -> dict[int | None, str]:
    users = list(User.objects.filter(pk__in={owner for owner in owners if owner}).order_by("name", "pk"))
    apart = colleagues_told_apart(users, timezone.localdate())
    return {user.pk: apart.get(user.pk) or str(user) for user in users} | {None: NOBODY}


# By what a table is grouped, and how the address narrows its lists.
NARROWS = {"team": "team", "owner": "worker", "timescale": "what"}


def _table(
    heading: str, first: str, counted: Sequence[dict[str, Any]], group: str, names: dict[Any, str], asked: Asked,
    keys: Sequence[str], said: dict[str, str], more: dict[str, str],
) -> FigureTable:  # fmt: skip
    numbers: dict[Any, Counter] = {}
    for row in counted:
        by_key = {key: row[f"n_{key.replace('-', '_')}"] for key in keys}
        numbers.setdefault(row[group], Counter()).update(by_key)
    rows = []
    for of, name in names.items():
        if of in numbers:
            narrowed = {**more, NARROWS[group]: of or "nobody"}
            rows.append(FigureRow(name, [_figure(key, said, numbers[of][key], asked, narrowed) for key in keys]))
    return FigureTable(heading, first, [said[key] for key in keys], rows)


def _figure(key: str, said: dict[str, str], number: int, asked: Asked, more: dict[str, Any]) -> Figure:
    return Figure(said[key], number, asked.url("compliance-list", figure=key, **more) if number else "")


class Listed(NamedTuple):
    """One of the rows that a figure counts."""

    row: DueDate
    what: str
    done: str


def listed(rows: Iterable[DueDate], until: datetime) -> list[Listed]:
    """`rows` read with what a list shows of each."""
    return [Listed(row, row.get_timescale_display(), _done(row, until)) for row in rows]


def _done(row: DueDate, until: datetime) -> str:
    return say_when(row.met_at) if row.met_at and row.met_at < until else "Not by then"


CSV_HEADER = ["Table", "Of", "Figure", "Number"]
LIST_HEADER = ["Reference", "Family", "What", "Whose", "Team", "Began", "Due", "Done"]


def csv_rows(found: Iterable[FigureTable]) -> list[list[object]]:
    return [
        [table.heading, row.what, figure.label, figure.number]
        for table in found for row in table.rows for figure in row.figures
    ]  # fmt: skip


def csv_row(each: Listed) -> list[object]:
    row = each.row
    return [
        row.family.reference, row.family, each.what, row.owner or NOBODY, row.team, _moment(row.started_at),
        _moment(row.due_at), each.done,
    ]  # fmt: skip


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
