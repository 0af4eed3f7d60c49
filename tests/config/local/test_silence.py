"""Nothing of a case stands in the log of the database server, whatever fails."""

import os
import signal
import time

import psycopg
import pytest

from config.local.cluster import OWNER
from config.local.servers import Servers

PATIENCE = 10  # seconds
WORDS = "Mia Ash said that"


@pytest.fixture
def servers(open_folder):
    with Servers(open_folder / "data") as servers:
        yield servers


@pytest.fixture
def owner(servers):
    owner = psycopg.connect(servers.address(OWNER), autocommit=True)
    owner.execute("CREATE TABLE note (text text UNIQUE CHECK (length(text) < 40), day date)")
    yield owner
    owner.close()


def log(servers):
    return servers.parts[0].log.file.read_text()


def refused(owner, kind, statement, *values):
    with pytest.raises(kind):
        owner.execute(statement, values)


def test_server_says_nothing_of_what_it_refused(servers, owner):
    """By a statement, by a parameter, by a value that is no date, and by what a constraint holds."""
    refused(owner, psycopg.errors.UndefinedColumn, f"INSERT INTO note (txt) VALUES ('{WORDS}')")
    refused(owner, psycopg.errors.SyntaxError, f"INSERT INTO note '{WORDS}'")
    refused(owner, psycopg.errors.InvalidDatetimeFormat, "INSERT INTO note (day) VALUES (%s)", WORDS)
    refused(owner, psycopg.errors.CheckViolation, "INSERT INTO note (text) VALUES (%s)", WORDS * 3)
    owner.execute("INSERT INTO note VALUES (%s)", [WORDS])
    refused(owner, psycopg.errors.UniqueViolation, "INSERT INTO note VALUES (%s)", WORDS)
    refused(owner, psycopg.errors.RaiseException, f"DO $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$")
    owner.execute("SET statement_timeout = 50")
    refused(owner, psycopg.errors.QueryCanceled, f"SELECT pg_sleep(5), '{WORDS}'")
    assert "Mia" not in log(servers)


@pytest.fixture
def busy(servers, owner):
    """A connection that is busy with a statement."""
    busy = psycopg.connect(servers.address(OWNER), autocommit=True)
    busy.pgconn.send_query(f"SELECT pg_sleep(20), '{WORDS}'".encode())
    deadline = time.monotonic() + PATIENCE
    while not owner.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'").fetchone():
        assert time.monotonic() < deadline
    yield busy
    busy.close()


def until_logged(servers, words, times=1):
    deadline = time.monotonic() + PATIENCE
    while log(servers).count(words) < times:
        assert time.monotonic() < deadline, log(servers)
        time.sleep(0.02)


def test_server_says_that_a_process_was_killed_but_not_what_it_was_doing(servers, busy):
    os.kill(busy.info.backend_pid, signal.SIGKILL)
    until_logged(servers, "was terminated by signal 9")
    # All its processes are started again; asked to end meanwhile it would take its time.
    until_logged(servers, "ready to accept connections", times=2)
    assert "Mia" not in log(servers)


def test_server_says_that_a_connection_was_ended_but_not_what_it_was_doing(servers, owner, busy):
    owner.execute("SELECT pg_terminate_backend(%s)", [busy.info.backend_pid])
    until_logged(servers, "terminating connection due to administrator command")
    assert "Mia" not in log(servers)
