"""Seventy people at work on a real web server: how long their pages take, and whether one fails.

Each opens a page, reads it for some seconds and opens the next; one page in twenty is a note that they record. People,
pages and pauses are drawn from one seed, so that two counties are worked in alike.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from casework.access import families_for
from casework.users.models import User
from config.bench.counties import connected, connection_to
from config.bench.pages import ALL_TEAMS, HEAD_OF_SERVICE, INSPECTOR, MANAGER, SUPPORT, user_of
from config.county.authority import DOMAIN
from config.local.processes import Child

PEOPLE = 70
MANAGERS = (MANAGER, ALL_TEAMS, HEAD_OF_SERVICE, INSPECTOR, SUPPORT)
BETWEEN_PAGES = 5.0  # seconds that somebody reads, on average
PATIENCE = 60
WARMING_UP = 10.0  # seconds that do not count
RECORD_EVERY = 20
SEED = 7

# How often which page is opened.
OF_A_FAMILY = {"family": 6, "notes": 3, "chronology": 3, "workbook": 3, "people": 2, "family-supervisions": 1}
OF_ONESELF = {"my-work": 5, "families": 3, "notifications": 1, "supervisions": 1}
SEARCHES = ("ash", "kowal", "okafor", "new")


class Worked(NamedTuple):
    """Seconds of each page that counted, and a sentence for each that was no answer."""

    seconds: list[float]
    errors: list[str]

    def line(self) -> str:
        """As a line of the report."""
        times = f"half within {self.p50 * 1000:.0f} ms, 95 of 100 within {self.p95 * 1000:.0f} ms"
        return f"{len(self.seconds):,} pages, {times}, {len(self.errors)} errors"

    @property
    def p50(self) -> float:
        return quantiles(self.seconds, n=100)[49]

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=100)[94]


class Desk(NamedTuple):
    """Who works there: signed in by `session`, with the families that they may open."""

    session: str
    families: list[int]


def worked_in(database: str, *, seconds: float, people: int = PEOPLE) -> Worked:
    """Let `people` work in the county `database` for so many seconds after warming up."""
    with connected(connection_to(database)):
        desks = list(_desks(people))
    with _served(database) as port:
        began = time.monotonic()
        workers = [_Person(desk, port, Random(f"{SEED} {number}"), began, seconds) for number, desk in enumerate(desks)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return Worked([one for worker in workers for one in worker.seconds], [e for w in workers for e in w.errors])


def _desks(people: int) -> Iterator[Desk]:
    workers = User.objects.filter(email__startswith="social_worker", email__endswith=DOMAIN).order_by("pk")
    users = [user_of(role) for role in MANAGERS]
    for user in [*users, *workers[: people - len(users)]]:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        yield Desk(str(session.session_key), list(families_for(user).order_by("pk").values_list("pk", flat=True)[:10]))


class _Person(threading.Thread):
    def __init__(self, desk: Desk, port: int, random: Random, began: float, lasting: float) -> None:
        super().__init__(daemon=True)
        self.desk, self.port, self.random = desk, port, random
        self.counts_from = began + WARMING_UP
        self.ends = self.counts_from + lasting
        self.cookies = {settings.SESSION_COOKIE_NAME: desk.session}
        self.seconds: list[float] = []
        self.errors: list[str] = []

    def run(self) -> None:
        time.sleep(self.random.uniform(0, BETWEEN_PAGES))
        while time.monotonic() < self.ends:
            if self.desk.families and self.random.randrange(RECORD_EVERY) == 0:
                self._record()
            else:
                self._ask("GET", self._address())
            time.sleep(self.random.expovariate(1 / BETWEEN_PAGES))

    def _address(self) -> str:
        of_a_family = OF_A_FAMILY if self.desk.families else {}
        pages = OF_ONESELF | of_a_family
        (name,) = self.random.choices(list(pages), list(pages.values()))
        if name in of_a_family:
            return reverse(name, args=[self.random.choice(self.desk.families)])
        if name == "families" and self.random.random() < 0.5:
            return f"{reverse(name)}?{urlencode({'q': self.random.choice(SEARCHES)})}"
        return reverse(name)

    def _record(self) -> None:
        address = reverse("note-record-kind", args=[self.random.choice(self.desk.families), "telephone_call"])
        status, page = self._ask("GET", address, may=(200, 403))
        if status == 200:
            form = _Form.of(page)
            text = next(name for name in form.texts if name.startswith("text-"))
            ended = timezone.localtime(timezone.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
            form.values |= {text: "What was said on the telephone, in some words. " * 8, "took_place_at": ended}
            self._ask("POST", address, urlencode(form.values), may=(302,))

    def _ask(self, method: str, address: str, body: str = "", *, may: tuple[int, ...] = (200,)) -> tuple[int, str]:
        began = time.monotonic()
        try:
            status, page = self._answer(method, address, body)
        except (OSError, HTTPException) as reason:
            status, page = 0, str(reason)
        if began >= self.counts_from:
            self.seconds.append(time.monotonic() - began)
            if status not in may:
                self.errors.append(f"{method} {address}: {status or page}")
        return status, page

    def _answer(self, method: str, address: str, body: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": "localhost", "Cookie": cookies, "Origin": "http://localhost"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body or None, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        connection.close()
        return answer.status, page


class _Form(HTMLParser):
    """What a browser would send of the page's form that is saved, and which of it are texts."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.values: dict[str, str] = {}
        self.texts: list[str] = []

    @classmethod
    def of(cls, page: str) -> "_Form":
        form = cls()
        form.feed(page)
        return form

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.inside = "data-saves" in given
        elif not self.inside or not name:
            return
        elif tag == "textarea":
            self.texts.append(name)
        elif tag == "input" and given.get("type") not in ("checkbox", "radio", "submit"):
            self.values[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


@contextmanager
def _served(database: str) -> Iterator[int]:
    """The port of a web server as `make run` starts one, on the county."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))
    environment = os.environ | {"DATABASE_URL": address, "DEBUG": "0", "SECRET_KEY": settings.SECRET_KEY}
    environment |= {"SECURE_COOKIES": "0", "ALLOWED_HOSTS": "localhost,127.0.0.1"}
    web = ["--interface=wsgi", "--workers=2", "--blocking-threads=4", "--no-ws", "--log-level=error"]
    child = Child(
        [Path(sys.executable).parent / "granian", *web, f"--port={port}", "config.wsgi:application"],
        cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            if child.ended or time.monotonic() > deadline:
                raise RuntimeError("The web server does not answer.")
            time.sleep(0.1)
        yield port
    finally:
        child.end()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
