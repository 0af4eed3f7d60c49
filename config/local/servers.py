"""PostgreSQL and Valkey as direct children, reaped here; they listen on Unix sockets in a folder of their own only."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
import redis

from config.local.cluster import (
    APPLICATION,
    DATABASE,
    OWNER,
    SETTINGS,
    THROW_AWAY,
    create_database,
    fingerprint,
    make_cluster,
)
from config.local.homes import Identity, home_of, identity_of, own_folder, temporary_home
from config.local.logs import Log
from config.local.parts import CannotLive, Part, Supervisor
from config.local.processes import Child, Command
from config.local.reuse import claimed
from config.local.wheels import ServersFailed, reachable_postgres, reachable_valkey

LONGEST_SOCKET = 103  # bytes, of the whole path
PATIENCE = 30  # seconds for a server to answer
PROBE = 2  # seconds for one question whether it does
VALKEY_DATABASES = 64
# By which PostgreSQL says that what a killed server left behind has not yet let go of its lock or its memory.
PREDECESSOR = ("postmaster.pid", "pre-existing shared memory block")


class Servers:
    """PostgreSQL and Valkey in one folder. Use as a context; `environment` then says how to reach them.

    The data stay in `keep`. With `reuse`, a link that is not in use elsewhere, databases stay, but not at any price.
    """

    def __init__(self, keep: Path | None = None, reuse: Path | None = None) -> None:
        self.throw_away = keep is None
        self.claim = claimed(reuse, fingerprint()) if reuse else None
        if self.claim:
            self.home = self.claim.home
        else:
            self.home = home_of(keep) if keep else temporary_home()
        self.identity: Identity | None = identity_of(self.home / "postgres")
        self.parts: list[Part] = []
        self.lock: IO[str] | None = None

    def __enter__(self) -> "Servers":
        try:
            if self.take_lock():
                self._start()
            self._wait_for_database()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    @property
    def sockets(self) -> Path:
        return Path(os.path.realpath(self.home / "sockets"))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.address(APPLICATION),
            "DATABASE_OWNER_URL": self.address(OWNER),
            "DATABASE_APPLICATION_ROLE": APPLICATION,
            "REDIS_URL": f"unix://{self.sockets}/valkey?db=0",
        }

    def address(self, role: str, database: str = DATABASE) -> str:
        return f"postgres://{role}@{quote(str(self.sockets), safe='')}/{database}"

    def stop(self) -> None:
        """Ends what this process started, PostgreSQL last."""
        in_order = bool(self.parts)
        while self.parts:
            in_order = self.parts.pop().end() == 0 and in_order
        if self.lock:
            if self.sockets.parent != self.home:
                shutil.rmtree(self.sockets, ignore_errors=True)
            self.lock.close()
            self.lock = None
        if self.claim:
            for folder in ("files", "valkey"):
                shutil.rmtree(self.home / folder, ignore_errors=True)
            self.claim.release(in_order)
        elif self.throw_away:
            shutil.rmtree(self.home, ignore_errors=True)

    def take_lock(self) -> bool:
        """Whether the folder is ours to serve; where another process serves it, we use its servers."""
        lock = (self.home / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self.lock = lock
        return True

    def _start(self) -> None:
        binaries = reachable_postgres(self.identity, self.home)
        self._prepare_sockets()
        if not (self.home / "postgres").exists():
            make_cluster(binaries, self.home / "postgres", self.identity)
        self._bring_up(self._postgres(binaries))
        create_database(self.address("postgres", "postgres"), throw_away=self.throw_away)
        self._bring_up(self._valkey())

    def _bring_up(self, part: Part) -> None:
        """Starts a server and waits until it answers. One that ends at once has a fault that a second try has too."""
        self.parts.append(part)
        try:
            Supervisor([part], say=lambda sentence: None, lives=1).bring_up(PATIENCE)
        except CannotLive as reason:
            raise ServersFailed(f"{part.name} does not start.\n{reason}") from None

    def _prepare_sockets(self) -> None:
        """A folder for the sockets; a temporary one where the path here is too long or odd."""
        link = self.home / "sockets"
        if link.is_symlink():
            link.unlink()
        path = f"{link}/.s.PGSQL.5432"
        if len(path.encode()) <= LONGEST_SOCKET and re.fullmatch(r"[\w./-]+", path, re.ASCII):
            own_folder(link, self.identity)
        else:
            link.symlink_to(own_folder(Path(tempfile.mkdtemp(prefix="workbook-")), self.identity))

    def _postgres(self, binaries: Path) -> Part:
        settings = [
            *SETTINGS,
            f"unix_socket_directories={self.sockets}",
            *(THROW_AWAY if self.throw_away else []),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        command: Command = [binaries / "postgres", "-D", self.home / "postgres", *options]
        return Part(
            "PostgreSQL",
            lambda log: self._launch(command, log, signal.SIGINT),
            Log(self.home / "postgres.log"),
            answers=lambda: answers(self.address("postgres", "postgres")),
            predecessor=PREDECESSOR,
        )

    def _valkey(self) -> Part:
        folder = own_folder(self.home / "valkey", self.identity)
        options = {
            "port": "0",
            "unixsocket": f"{self.sockets}/valkey",
            "unixsocketperm": "700",
            "dir": str(folder),
            "databases": str(VALKEY_DATABASES),
            "save": "",
            "appendonly": "no" if self.throw_away else "yes",
            "maxmemory-policy": "noeviction",
        }
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        command: Command = [reachable_valkey(self.identity, self.home), *given]
        return Part(
            "Valkey",
            lambda log: self._launch(command, log),
            Log(self.home / "valkey-server.log"),
            answers=self._valkey_answers,
        )

    def _valkey_answers(self) -> bool:
        try:
            redis.from_url(self.environment["REDIS_URL"], socket_timeout=PROBE).ping()
        except (redis.ConnectionError, redis.TimeoutError):
            return False
        return True

    def _launch(self, command: Command, log: IO[bytes], farewell: signal.Signals = signal.SIGTERM) -> Child:
        return Child(
            command,
            farewell=farewell,
            identity=self.identity,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def _wait_for_database(self) -> None:
        """Also that of another process, which may be starting it just now."""
        deadline = time.monotonic() + PATIENCE
        while not answers(self.address(APPLICATION)):
            if time.monotonic() > deadline:
                raise ServersFailed(f"Another process serves {self.home}, but does not answer. End it first.")
            time.sleep(0.02)


def answers(address: str) -> bool:
    """Whether the PostgreSQL at an address lets one in."""
    try:
        psycopg.connect(address, connect_timeout=PROBE).close()
    except psycopg.OperationalError:
        return False
    return True
