"""What one answer costs. Whatever it writes is rolled back, so that the next finds the same county.

*Rows read* are what PostgreSQL itself counts in this transaction: the rows that sequential scans went through, and the
entries that index scans went through, index-only and bitmap scans included, of all tables. EXPLAIN would plan and run
each statement a second time, and sums of its nodes count a row once for each node that it passes. What is walked over
again in memory (a materialised subquery) is not counted; there PostgreSQL's time tells.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import Client

ROWS_READ = """
SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(oid)), 0)::bigint
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
"""
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
TIMED_OUT = 0


class Statement(NamedTuple):
    sql: str
    parameters: Any


class Cost(NamedTuple):
    """`processor` and `database` in seconds; `status` is TIMED_OUT where PostgreSQL gave up."""

    status: int
    queries: int
    rows: int
    size: int
    processor: float
    database: float
    statements: tuple[Statement, ...] = ()

    @property
    def time(self) -> float:
        return self.processor + self.database


class _Watch:
    """Counts the statements of a connection, and the time for which they were waited for."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.waited = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if str(sql).startswith(NOT_COUNTED):
            return execute(sql, params, many, context)
        began, worked = time.perf_counter(), time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.waited += time.perf_counter() - began - (time.process_time() - worked)
            self.statements.append(Statement(str(sql), params))


@contextmanager
def rolled_back(limit: str) -> Iterator[None]:
    """A transaction that leaves nothing; no statement in it takes longer than `limit`, in PostgreSQL's words."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Workers of their own would count their rows elsewhere.
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])
        yield
        transaction.set_rollback(True)


def fetched(client: Client, address: str, *, limit: str = "20s") -> Cost:
    """What it costs to answer `address`."""
    watch = _Watch()
    try:
        with rolled_back(limit):
            before = _rows_read()
            began = time.process_time()
            with connection.execute_wrapper(watch):
                answer = client.get(address)
            processor = time.process_time() - began
            size = len(b"".join(answer) if answer.streaming else answer.content)
            rows = _rows_read() - before
            return Cost(
                answer.status_code, len(watch.statements), rows, size, processor, watch.waited, tuple(watch.statements)
            )
    except OperationalError:
        connection.close()
        return Cost(TIMED_OUT, len(watch.statements), 0, 0, 0.0, watch.waited)


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(ROWS_READ)
        return cursor.fetchone()[0]
