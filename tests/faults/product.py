"""The whole product as `make run` starts it, on a copy of the test's database, and its processes, to be killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.environment import broker_address
from config.local.cluster import DATABASE, OWNER
from config.local.made_anew import note_migrations
from config.local.servers import Servers
from config.local.wheels import postgres_binaries
from tests import owner

UP = "Ctrl-C stops it."
PATIENCE = 60  # seconds
SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_APPLICATION_ROLE", "REDIS_URL")
# By which words of its command line each part is known; `web` has workers, its children.
PARTS = {
    "web": "granian",
    "worker": "--queues=celery",
    "mail": "--queues=mail",
    "packs": "--queues=packs",
    "beat": "beat",
    "valkey": "valkey-server",
    "postgres": "/postgres ",
}
CONSUMERS = {"worker": "default", "mail": "mail", "packs": "packs"}
KINDS = ("web worker", *PARTS)


class Product:
    """`folder` is passable for the servers' account."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.servers = Servers(folder / "data")

    def start(self) -> None:
        self._copy_database()
        own = {name: value for name, value in os.environ.items() if name not in SERVERS}
        place = {"RUN_DIR": self.folder, "PORT": self.port, "DATA_DIR": self.folder / "files", "DEMONSTRATION": 0}
        self.said = (self.folder / "said").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local.run"],
            cwd=settings.BASE_DIR,
            env=own | {name: str(value) for name, value in place.items()},
            stdin=subprocess.DEVNULL,
            stdout=self.said,
            stderr=subprocess.STDOUT,
        )
        until(lambda: UP in self.output() or self.process.poll() is not None)
        assert self.process.poll() is None, self.output()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def output(self) -> str:
        return (self.folder / "said").read_text()

    def database(self) -> psycopg.Connection:
        return psycopg.connect(self.servers.address(OWNER), autocommit=True)

    def pid(self, kind: str) -> int | None:
        """Of the process of a part; of one of them in the case of a web worker."""
        if kind == "web worker":
            workers = children(self.pid("web"))
            return workers[0] if workers else None
        found = [pid for pid in children(self.process.pid) if PARTS[kind] in command_of(pid)]
        return found[0] if found else None

    def processes(self) -> dict[str, set[int]]:
        """Of each kind of part, those that run now."""
        parts = {kind: pid for kind in PARTS if (pid := self.pid(kind))}
        return {kind: {pid} for kind, pid in parts.items()} | {"web worker": set(children(parts.get("web")))}

    def missing(self, before: dict[str, set[int]]) -> set[str]:
        """The kinds of which fewer run than `before`, or none that was not there then."""
        now = self.processes()
        return {kind for kind in before if len(now.get(kind, ())) < len(before[kind]) or now[kind] <= before[kind]}

    def kill(self, *kinds: str) -> None:
        """At the same moment; a worker may end with its parent before it is its turn."""
        pids = {kind: self.pid(kind) for kind in kinds}
        assert all(pids.values()), f"Not all are there: {pids}."
        for pid in filter(None, pids.values()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def is_whole(self) -> bool:
        """Every part runs, both web workers do, and the consumers of all queues answer by the broker."""
        return all(map(self.pid, PARTS)) and len(children(self.pid("web"))) >= 2 and self._consumers_answer()

    def _consumers_answer(self) -> bool:
        host = socket.gethostname()
        names = {f"{name}@{host}" for name in CONSUMERS.values()}
        app = Celery(broker=broker_address(self.servers.environment["REDIS_URL"]), set_as_current=False)
        app.conf.broker_transport_options = {"socket_timeout": 2, "max_retries": 0}
        app.conf.broker_connection_retry = False
        try:
            answers = app.control.ping(destination=sorted(names), timeout=0.5)
        except (RedisError, OperationalError, OSError):
            return False
        finally:
            app.close()
        return {name for answer in answers for name in answer} == names

    def _copy_database(self) -> None:
        dump = self.folder / "dump"
        programs = postgres_binaries()
        source = psycopg.conninfo.make_conninfo(owner.OWNER_URL, dbname=owner.DATABASE)
        subprocess.run([programs / "pg_dump", "--format=custom", "--compress=0", f"--file={dump}", source], check=True)
        with self.servers:
            target = self.servers.address(OWNER, DATABASE)
            subprocess.run([programs / "pg_restore", "--no-comments", f"--dbname={target}", dump], check=True)
            note_migrations(target)


def children(pid: int | None) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def until(true, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "It has not come to pass."
        time.sleep(0.05)
