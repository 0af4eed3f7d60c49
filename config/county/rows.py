"""Rows by the names of their fields, checked against the models, with their history; written by COPY.

Constraints, foreign keys and triggers hold as for any other insert; nothing is switched off.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from casework.trail.models import TrailEntry

# A flush begins when so many rows wait; each is one transaction.
MOST_WAITING = 40_000


class Change(NamedTuple):
    """A later state of a row: who changed what, and when."""

    at: datetime
    by: int
    values: dict[str, Any]


class Table:
    """What waits to be written to the table of one model; `last_id` is the highest id there."""

    def __init__(self, model: type[models.Model], last_id: int) -> None:
        meta = model._meta
        self.name, self.last_id = meta.db_table, last_id
        self.label = meta.label
        self.fields = [field for field in meta.concrete_fields if not field.generated]
        self.columns: list[str] = [str(field.column) for field in self.fields]
        self.counts_ids = isinstance(meta.pk, models.AutoField)
        self.key = meta.pk.attname
        self.names = {name: field.attname for field in self.fields for name in (field.name, field.attname)}
        self.defaults = [(field.attname, _default(field)) for field in self.fields]
        self.json = {field.attname for field in self.fields if isinstance(field, models.JSONField)}
        self.needed = {field.attname for field in self.fields if _is_needed(field)}
        self.waiting: list[tuple[Any, ...]] = []

    def by_column(self, values: dict[str, Any]) -> dict[str, Any]:
        """`values` by the names of the columns; a name that the model does not have is a ValueError."""
        try:
            named = {self.names[name]: value for name, value in values.items()}
        except KeyError as unknown:
            raise ValueError(f"{self.label} has no field {unknown}: change it in config/county.") from None
        for name in self.json.intersection(named):
            named[name] = Jsonb(named[name])
        return named

    def signed(self, by: int, at: datetime | None) -> dict[str, Any]:
        """By whom and when, of a model that says so in fields of these names."""
        return {name: value for name, value in (("by", by), ("at", at)) if value and name in self.names}

    def add(self, values: dict[str, Any]) -> None:
        self.waiting.append(tuple([values.get(name, default) for name, default in self.defaults]))


def _default(field: models.Field) -> Any:
    if field.primary_key:
        return None
    value = field.get_default() if field.has_default() or not field.has_db_default() else field.db_default
    return Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value


def _is_needed(field: models.Field) -> bool:
    """Whether somebody has to say it. What may be blank is an empty text or list."""
    return not (field.null or field.blank or field.has_default() or field.has_db_default() or field.primary_key)


class Rows:
    """Collects rows, counts their ids, and writes them."""

    def __init__(self) -> None:
        self.tables: dict[type[models.Model], Table] = {}
        self.history: dict[type[models.Model], type[models.Model]] = {}
        for model in apps.get_models():
            if issubclass(model, TrailEntry):
                self.history[model.instance_type] = model
        self.written = 0
        self.waiting = 0

    def add(
        self, model: type[models.Model], /, *, by: int = 0, at: datetime | None = None, then: Sequence[Change] = (),
        **values: Any,
    ) -> int:  # fmt: skip
        """Add a row and, where the model is recorded, its history: made `by` whom `at` which moment, `then` changed.

        Gives its id. A field that does not exist, or that nobody said, is a ValueError.
        """
        table = self.table(model)
        row = table.by_column(table.signed(by, at) | values)
        if table.counts_ids:
            table.last_id += 1
            row[table.key] = table.last_id
        history = self.history.get(model)
        if history:
            if not by or at is None:
                raise ValueError(f"{table.label} is recorded: say by whom and when.")
            self._remember(history, row, "+", by, at)
        for change in then:
            row = row | table.by_column(change.values)
            if history:
                self._remember(history, row, "~", change.by, change.at)
        if missing := table.needed.difference(row):
            raise ValueError(f"{table.label} needs {', '.join(sorted(missing))}: add it in config/county.")
        table.add(row)
        self.waiting += 1
        return row[table.key]

    def _remember(self, history: type[models.Model], row: dict[str, Any], kind: str, by: int, at: datetime) -> None:
        table = self.table(history)
        table.last_id += 1
        family = row.get("family_id")
        page = f"/families/{family}/" if family else ""
        table.add(row | {
            table.key: table.last_id, "history_type": kind, "history_user_id": by, "history_date": at,
            "history_page": page,
        })  # fmt: skip
        self.waiting += 1

    def table(self, model: type[models.Model]) -> Table:
        table = self.tables.get(model)
        if table is None:
            table = self.tables[model] = Table(model, _last_id(model))
        return table

    def flush(self, most_waiting: int = 0) -> None:
        """Write what waits, where it is more than `most_waiting` rows."""
        if self.waiting <= most_waiting:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            for table in self.tables.values():
                if table.waiting:
                    _copy(cursor, table)
        self.written += self.waiting
        self.waiting = 0

    def analyse(self) -> None:
        """Let the planner know the tables, before large statements read them."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def finish(self) -> None:
        """Write the rest, let the sequences go on after the highest ids, and leave the tables in good order."""
        self.flush()
        with connection.cursor() as cursor:
            for table in self.tables.values():
                if table.counts_ids and table.last_id:
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                        [f'"{table.name}"', table.key, table.last_id],
                    )
            cursor.execute("VACUUM (ANALYZE)")


def _last_id(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _copy(cursor: Any, table: Table) -> None:
    columns = sql.SQL(", ").join(list(map(sql.Identifier, table.columns)))
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(table=sql.Identifier(table.name), columns=columns)
    with cursor.copy(statement) as copy:
        for row in table.waiting:
            copy.write_row(row)
    table.waiting.clear()
