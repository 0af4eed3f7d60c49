"""What one answer costs. Whatever it writes is rolled back, so that the next finds the same county.

*Rows read* are what PostgreSQL itself counts in this transaction: the rows that sequential scans went through, and the
entries that index scans went through, index-only and bitmap scans included, of all tables. EXPLAIN would plan and run
each statement a second time, and sums of its nodes count a row once for each node that it passes. What is walked over
again in memory (a materialised subquery) is not counted; there PostgreSQL's time tells.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import Client

ROWS_READ = """
SELECT read.name, sum(read.rows)::bigint FROM (
    SELECT relname AS name, pg_stat_get_xact_tuples_returned(oid) AS rows
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL
    SELECT indexed.relname, pg_stat_get_xact_tuples_returned(indexrelid)
    FROM pg_index JOIN pg_class indexed ON indexed.oid = indrelid
    WHERE indexed.relnamespace = 'public'::regnamespace
) read WHERE read.rows > 0 GROUP BY read.name
"""
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
TIMED_OUT = 0


class GaveUp(Exception):
    """PostgreSQL ended a statement, and the product answered with the page that says so."""


class Statement(NamedTuple):
    sql: str
    parameters: Any


class Cost(NamedTuple):
    """Seconds of work: `processor` of this process, `database` of PostgreSQL's; `wall` is how long it took.

    `status` is TIMED_OUT where PostgreSQL gave up.
    """

    status: int
    queries: int
    rows: int = 0
    size: int = 0
    processor: float = 0.0
    database: float = 0.0
    wall: float = 0.0
    statements: tuple[Statement, ...] = ()
    # By table, those of which most were read first.
    tables: tuple[tuple[str, int], ...] = ()

    @property
    def work(self) -> float:
        return self.processor + self.database


class _Watch:
    """Keeps the statements of a connection."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not str(sql).startswith(NOT_COUNTED):
            self.statements.append(Statement(str(sql), params))
        return execute(sql, params, many, context)


class Clock:
    """Work and wall time of a `with` block."""

    def __enter__(self) -> "Clock":
        self._began = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        self.processor, self.database, self.wall = (
            after - before for after, before in zip(self._now(), self._began, strict=True)
        )

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.process_time(), _backend_worked(), time.perf_counter()


def _backend_worked() -> float:
    """Seconds for which the connection's server process has been on a processor: Linux says so to the nanosecond.

    Where the server is elsewhere, the time of day, so that `database` is what the answer took.
    """
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return time.perf_counter()


@contextmanager
def rolled_back(limit: str, *, by_index: bool = False) -> Iterator[None]:
    """A transaction that leaves nothing; no statement in it takes longer than `limit`, in PostgreSQL's words.

    `by_index`: tables are read whole only where no index serves, and going by one costs what it costs in memory, as
    PostgreSQL decides once they are large.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Workers of their own would count their rows elsewhere.
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])
            if by_index:
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL random_page_cost = 1.1")
        yield
        transaction.set_rollback(True)


def fetched(client: Client, address: str, *, limit: str = "20s", by_index: bool = False) -> Cost:
    """What it costs to answer `address`; `by_index` as in `rolled_back`."""
    watch = _Watch()
    try:
        with rolled_back(limit, by_index=by_index):
            before = _rows_read()
            with Clock() as clock, connection.execute_wrapper(watch):
                answer = client.get(address)
                size = len(b"".join(answer) if answer.streaming else answer.content)
            if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                raise GaveUp
            tables = tuple((_rows_read() - before).most_common())
    except (OperationalError, GaveUp):
        return Cost(TIMED_OUT, len(watch.statements))
    rows = sum(number for _, number in tables)
    return Cost(
        answer.status_code, len(watch.statements), rows, size, clock.processor, clock.database, clock.wall,
        tuple(watch.statements), tables,
    )  # fmt: skip


def _rows_read() -> Counter[str]:
    """By table, since the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_READ)
        return Counter(dict(cursor.fetchall()))
