"""A process finds out in seconds that the database is back, however long it was away."""

import os
import signal
import threading
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from psycopg_pool import ConnectionPool

from config import pool
from config.local.cluster import APPLICATION
from config.local.parts import Supervisor
from config.local.servers import Servers
from tests.config.local.conftest import open_folder  # noqa: F401

BELIEVED = 1.9  # seconds after the database answers
IDLE = 4


@pytest.fixture
def servers(open_folder):  # noqa: F811
    with Servers(open_folder / "data") as servers:
        yield servers


@pytest.fixture
def connections(servers, monkeypatch):
    """A pool as Django makes it, with connections that have been used and are idle."""
    made = ConnectionPool(servers.address(APPLICATION), open=True, check=ConnectionPool.check_connection, **pool.POOL)
    monkeypatch.setattr(pool, "connection", SimpleNamespace(pool=made))
    used = [made.getconn() for _ in range(IDLE)]
    for connection in used:
        made.putconn(connection)
    yield made
    made.close()


def be_away(server, seconds):
    """Killed, and after a while started again by the supervisor; when it answered."""
    os.kill(server.child.process.pid, signal.SIGKILL)
    while not server.child.ended:
        time.sleep(0.01)
    time.sleep(seconds)
    server.up = False
    Supervisor([server], lambda sentence: None).bring_up(30)
    return time.monotonic()


@pytest.mark.parametrize("seconds", [0, 4])
def test_one_who_waits_for_a_connection_has_it_soon_after_the_database_is_back(servers, connections, seconds):
    """After a short absence all idle connections are broken; after a long one attempts have failed several times."""
    had = []

    def wait():
        connections.putconn(connections.getconn())
        had.append(time.monotonic())

    waiting = threading.Timer(0.2, wait)
    waiting.start()
    back = be_away(servers.parts[0], seconds)
    waiting.join(20)
    assert had and had[0] - back < BELIEVED


def test_django_uses_this_pool_and_looks_at_each_connection_before_it_is_used():
    database = settings.DATABASES["default"]
    assert database["OPTIONS"]["pool"] is pool.POOL
    assert database["CONN_HEALTH_CHECKS"] is True
