"""A web server of its own process on the test's database, that can be killed while it saves, and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from casework.trail.acting import acting
from config.local.processes import Child
from tests.journeys.conftest import PASSWORD, Person
from tests.owner import DATABASE, OWNER_URL

PATIENCE = 30


class Server:
    """By itself one worker, so that killing it kills all that is under way."""

    def __init__(self, folder, *, workers=1, **environment):
        self.workers = workers
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        parts = urlsplit(os.environ["DATABASE_URL"])
        self.environment = (
            os.environ
            | {
                "DATABASE_URL": urlunsplit(parts._replace(path=f"/{DATABASE}")),
                "DEBUG": "1",
                "SECURE_COOKIES": "0",
                "DATA_DIR": str(folder),
            }
            | environment
        )
        self.start()

    def start(self):
        granian = ["granian", "--interface=wsgi", "--blocking-threads=4", "--no-ws", "--log-level=error"]
        self.child = Child(
            [
                Path(sys.executable).parent / granian[0], *granian[1:], f"--workers={self.workers}",
                f"--port={self.port}", "config.wsgi:application",
            ],
            cwd=settings.BASE_DIR, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert not self.child.ended, "The server has ended."
            assert time.monotonic() < deadline, "The server does not answer."
            time.sleep(0.1)

    def answers(self):
        try:
            urlopen(f"{self.address}/sign-in/", timeout=5).close()
        except HTTPError:
            return True
        except OSError:
            return False
        return True

    def get(self, path):
        with urlopen(f"{self.address}{path}", timeout=10) as answer:
            return answer.read().decode()

    def kill(self):
        """As by the plug: nothing is finished, nothing is said."""
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()


class Visitor:
    """Somebody signed in, who speaks to the server without a browser."""

    def __init__(self, server, user):
        self.client = Client()
        self.client.force_login(user)
        self.port, self.user = server.port, user
        self.cookies = f"sessionid={self.client.cookies['sessionid'].value}; csrftoken={'Q' * 32}"

    def ask(self, path, sent=None, **headers):
        """The status, the text and the seconds."""
        begun = monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers |= {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**sent, "csrfmiddlewaretoken": "Q" * 32}, doseq=True) if sent else None
        connection.request("POST" if sent else "GET", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, monotonic() - begun


@pytest.fixture
def server(transactional_db, tmp_path):
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def held_up():
    """`with held_up(table):` whoever writes to the table waits; so a server stands still at just that point."""

    @contextmanager
    def hold(table):
        with psycopg.connect(OWNER_URL, dbname=DATABASE) as owner:
            owner.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            yield
            owner.rollback()

    return hold


def waits(table):
    """Until somebody waits to write to the table."""
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(OWNER_URL, dbname=DATABASE, autocommit=True) as owner:
        while not owner.execute(query, [table]).fetchone()[0]:
            assert time.monotonic() < deadline, f"Nobody writes to {table}."
            time.sleep(0.05)


@pytest.fixture
def at_server(server, chromium):
    """Gives somebody at a browser of their own."""
    people = []

    def come(user):
        # Hashed as the server hashes, and not as the tests do.
        user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt")
        with acting(user):
            user.save(update_fields=["password"])
        people.append(Person(chromium, server.address, user, width=1280))
        return people[-1]

    yield come
    for person in people:
        person.context.close()
