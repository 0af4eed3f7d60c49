"""How long a connection waits: for a lock, for a statement, and for what a transaction does between two of them.

A process says what it is by calling `keep_to_budget` before it opens a connection: `config.wsgi` and the Celery worker
do. What has not said so, as `manage.py migrate` or an import, waits as long as it takes.
"""

from typing import NamedTuple

from django.db import connections


class Budget(NamedTuple):
    """Seconds."""

    lock: float
    statement: float
    idle_in_transaction: float


# What somebody waits for in front of a page. A lock that is not given after this has its page, with what was typed.
WEB = Budget(lock=3, statement=15, idle_in_transaction=30)
# Nobody waits, but a job that hangs must not hold rows for ever.
JOB = Budget(lock=30, statement=600, idle_in_transaction=120)

MILLISECONDS = 1000


def keep_to_budget(budget: Budget) -> None:
    """Each connection that this process opens from now on has the budget."""
    options = connections.settings["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} {as_options(budget)}".strip()


def as_options(budget: Budget) -> str:
    """The budget as PostgreSQL takes it when a connection begins."""
    parameters = {
        "lock_timeout": round(budget.lock * MILLISECONDS),
        "statement_timeout": round(budget.statement * MILLISECONDS),
        "idle_in_transaction_session_timeout": round(budget.idle_in_transaction * MILLISECONDS),
        # In seconds: a process whose machine is gone lets go of its locks within a minute.
        "tcp_keepalives_idle": 20,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 3,
    }
    return " ".join(f"-c {name}={value}" for name, value in parameters.items())
