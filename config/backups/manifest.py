"""What a database holds, as numbers that two databases can be compared by: never a word of a case."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

# Whoever was signed in then must not be signed in again by restoring it.
LEFT_OUT = ("django_session",)

# A row is compared as text, so the text must not depend on who asks.
AS_TEXT = "SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO'; SET LOCAL intervalstyle TO 'postgres'"

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
# The order of rows in a table says nothing, so the sum does not depend on it.
CONTENTS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table} t"


@dataclass(frozen=True)
class TableContents:
    """The number of a table's rows, and a sum over the hashes of all its values."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """By name: what each table holds, and the last number that each sequence gave."""

    made_at: str
    tables: dict[str, TableContents] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Manifest":
        """Raises KeyError or TypeError where `given` is no manifest."""
        tables = {name: TableContents(**contents) for name, contents in given["tables"].items()}
        return cls(given["made_at"], tables, given["sequences"])


def manifest_of(connection: BaseDatabaseWrapper, *, made_at: str) -> Manifest:
    """Read every table once. In a transaction of its caller, all as at one moment where that is REPEATABLE READ."""
    with connection.cursor() as cursor:
        cursor.execute(AS_TEXT)
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall() if name not in LEFT_OUT]
        tables = {}
        for name in names:
            cursor.execute(sql.SQL(CONTENTS).format(table=sql.Identifier(name)))
            tables[name] = TableContents(*cursor.fetchone())
        cursor.execute(SEQUENCES)
        return Manifest(made_at, tables, dict(cursor.fetchall()))


def differences(kept: Manifest, found: Manifest) -> Iterator[str]:
    """A sentence for each table and each sequence that is not as it was."""
    for name in sorted({*kept.tables, *found.tables}):
        was, now = kept.tables.get(name), found.tables.get(name)
        if was is None or now is None:
            yield f"Table {name}: {'it was not in the backup' if was is None else 'it is missing'}."
        elif was.rows != now.rows:
            yield f"Table {name}: {now.rows} rows, and {was.rows} in the backup."
        elif was != now:
            yield f"Table {name}: as many rows, {now.rows}, but not the same values."
    for name, was_at in sorted(kept.sequences.items()):
        if found.sequences.get(name, 0) < was_at:
            yield f"Sequence {name}: it would give numbers again that are taken."
