"""Whether the parts that the product needs do their work, for whoever runs it; nothing of a case."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import psycopg
import redis
from django.conf import settings
from django.db import DatabaseError, connection

from casework.documents.models import Printed
from casework.documents.queries import wanted_since
from casework.frozen.models import FrozenPrint
from casework.mail.queries import set_aside, untried_since, waiting_since
from config.environment import client_address
from supervision.packs.models import Pack

SECONDS_TO_ANSWER = 2
TICK = "workbook:tick"
PAPERS: tuple[type[Printed], ...] = (Pack, FrozenPrint)
# The scheduler ticks, mail goes and papers are begun each minute.
LONGEST_TICK = timedelta(minutes=3)
LONGEST_MAIL = timedelta(minutes=15)
LONGEST_PAPER = timedelta(minutes=10)


class Part(NamedTuple):
    """`seconds` is the age of what waits longest, None where nothing waits or none is known."""

    ok: bool
    seconds: float | None = None


class Readiness(NamedTuple):
    """`waiting` is the age of the oldest unsent mail, tried or not; `set_aside` how many are tried no more."""

    parts: dict[str, Part]
    waiting: float | None = None
    set_aside: int = 0

    @property
    def ready(self) -> bool:
        return all(part.ok for part in self.parts.values())

    def as_json(self) -> dict[str, Any]:
        parts = {name: part._asdict() for name, part in self.parts.items()}
        return {"ready": self.ready, "parts": parts, "mails_set_aside": self.set_aside}


def readiness(now: datetime) -> Readiness:
    parts = {"database": Part(_database_answers()), **_of_broker(now)}
    if not parts["database"].ok:
        return Readiness(parts)
    try:
        parts |= {"mail": _aged(untried_since(), now, LONGEST_MAIL), "papers": _papers(now)}
        return Readiness(parts, _age(waiting_since(), now), set_aside().count())
    except DatabaseError:
        return Readiness(parts | {"database": Part(False)})


def _database_answers() -> bool:
    """By a connection of its own: that of a page would wait for the pool."""
    try:
        with psycopg.connect(**connection.get_connection_params() | {"connect_timeout": SECONDS_TO_ANSWER}) as own:
            own.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def broker() -> redis.Redis:
    """A client that gives up after SECONDS_TO_ANSWER."""
    return redis.from_url(
        client_address(settings.REDIS_URL),
        socket_timeout=SECONDS_TO_ANSWER,
        socket_connect_timeout=SECONDS_TO_ANSWER,
        retry=None,
    )


def _of_broker(now: datetime) -> dict[str, Part]:
    try:
        with broker() as client:
            ticked = client.get(TICK)
    except redis.RedisError:
        return {"broker": Part(False), "tick": Part(False)}
    last = datetime.fromisoformat(ticked.decode()) if ticked else None
    return {"broker": Part(True), "tick": _aged(last, now, LONGEST_TICK) if last else Part(False)}


def _papers(now: datetime) -> Part:
    return _aged(min(_known(map(wanted_since, PAPERS)), default=None), now, LONGEST_PAPER)


def _known(moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _aged(since: datetime | None, now: datetime, longest: timedelta) -> Part:
    return Part(since is None or now - since <= longest, _age(since, now))


def _age(since: datetime | None, now: datetime) -> float | None:
    return round((now - since).total_seconds(), 1) if since else None


def tick(now: datetime) -> None:
    """Say that the scheduler and a worker were at work at the moment `now`."""
    with broker() as client:
        client.set(TICK, now.isoformat())
