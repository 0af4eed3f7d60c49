"""A cluster of PostgreSQL: its settings, how its folder is made, and the two roles and the database in it."""

import hashlib
import locale
import shutil
from pathlib import Path

import psycopg

from config.local.homes import Identity, own_folder, run_as
from config.local.wheels import ServersFailed, postgres_version

OWNER, APPLICATION, DATABASE = "workbook_owner", "workbook_app", "workbook"
# An error's first line may repeat a value ('invalid input syntax for type date: …'), its details a row, its statement
# everything: the server writes of its own state only. What failed, and where, stands in the application's log.
SAYS_NOTHING_OF_A_CASE = [
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_statement=none",
    "log_min_duration_statement=-1",
]
SETTINGS = [
    "listen_addresses=",
    "timezone=UTC",
    "jit=off",
    *SAYS_NOTHING_OF_A_CASE,
]
THROW_AWAY = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    # What may lie in memory is kept small.
    "wal_level=minimal",
    "max_wal_senders=0",
    "min_wal_size=32MB",
    "max_wal_size=256MB",
    # Tests roll back what they write: there is nothing to gather statistics of.
    "autovacuum=off",
]


def fingerprint() -> str:
    """Changes with the programs that make a cluster, and with this module, which says how."""
    return hashlib.sha256("\0".join((postgres_version(), Path(__file__).read_text())).encode()).hexdigest()


def make_cluster(binaries: Path, folder: Path, identity: Identity | None) -> None:
    """A new cluster in `folder`, under another name until it is whole."""
    unfinished = folder.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    own_folder(unfinished, identity)
    options = [f"--pgdata={unfinished}", "--username=postgres", "--auth=trust", "--encoding=UTF8"]
    options += [f"--locale={_plain_locale()}", "--no-sync", "--no-instructions"]
    done = run_as(identity, [binaries / "initdb", *options])
    if done.returncode:
        raise ServersFailed(f"PostgreSQL could not make its folder.\n{done.stderr.decode()}")
    unfinished.rename(folder)


def create_database(address: str, *, throw_away: bool) -> None:
    """Two roles: one owns the database and migrates it, the other may do what it is granted."""
    with psycopg.connect(address, autocommit=True) as connection:
        if not _exists(connection, "pg_roles", "rolname", OWNER):
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        if not _exists(connection, "pg_roles", "rolname", APPLICATION):
            connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
        if not _exists(connection, "pg_database", "datname", DATABASE):
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        if throw_away:
            # Tests clone databases, and end what still holds one.
            connection.execute(f"ALTER ROLE {OWNER} CREATEDB")
            connection.execute(f"GRANT pg_signal_backend TO {OWNER}")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}")


def _exists(connection: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {catalogue} WHERE {column} = %s", [name]).fetchone() is not None


def _plain_locale() -> str:
    """Sorted by code point everywhere; letters beyond ASCII change case where the system can do that."""
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    return "C.UTF-8"
