"""The pool of database connections: how a process finds out within two seconds that the database is back.

By psycopg's defaults each attempt waits twice as long as the one before, so that a database of half a minute's absence
was believed to be back after up to 29 s; and connections that broke meanwhile are found one by one, with such pauses.
"""

from typing import Any

import psycopg
from django.db import connection
from psycopg_pool import ConnectionPool

# One process answers with four threads; a job needs one connection.
LARGEST = 8
WAITS = 10  # seconds; how long a request waits for a connection
ATTEMPTS_LAST = 1  # seconds; then the next row of attempts begins with the shortest pause


class PooledConnection(psycopg.Connection):
    """A connection that has all others looked at when it is found broken: they broke at the same moment.

    Only the pool executes on the connection itself, to look whether it works; Django executes on cursors.
    """

    def execute(self, *args: Any, **kwargs: Any) -> psycopg.Cursor:
        try:
            return super().execute(*args, **kwargs)
        except psycopg.OperationalError:
            if self.closed:
                connection.pool.check()  # type: ignore[attr-defined]  # only PostgreSQL has one
            raise


POOL = {
    "min_size": 1,
    "max_size": LARGEST,
    "timeout": WAITS,
    "connection_class": PooledConnection,
    "reconnect_timeout": ATTEMPTS_LAST,
    # Begins the next row of attempts, also for those who wait already.
    "reconnect_failed": ConnectionPool.check,
}
