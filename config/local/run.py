"""
`make run`: everything that the product needs, started together and stopped together.

    python -m config.local.run          serves until Ctrl-C or SIGTERM
    python -m config.local.run demo     empties the database and fills it with the demonstration authority

With DATABASE_URL and REDIS_URL it uses those servers, and its own from the wheels otherwise. Whatever it started is
started again when it ends; only what ends each time it is started ends everything.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import redis
from django.core.exceptions import ImproperlyConfigured

from config.environment import NO_DATABASE, client_address, database, redis_address
from config.local.logs import Log
from config.local.made_anew import MadeAnew, note_migrations, refuse_other_migrations
from config.local.parts import CannotLive, Part, Supervisor, end_all
from config.local.ports import HOST, PortInUse, chosen_port
from config.local.processes import Child, Command, Ended, on_ending, raise_ended
from config.local.servers import Servers
from config.local.system import provide
from config.local.wheels import ServersFailed

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("RUN_DIR", ROOT / ".run")).absolute()
PATIENCE = 60  # seconds for the web server to answer
PROBE = 5  # seconds for a server that the environment names

Environment = dict[str, str]


class CannotRun(Exception):
    """Why, and what to do about it."""


def main(arguments: list[str]) -> int:
    with on_ending(raise_ended), contextlib.ExitStack() as stack:
        STATE.mkdir(parents=True, exist_ok=True)
        rebuilding = arguments == ["demo"]
        if not rebuilding:
            stack.enter_context(_alone())
        _provide()
        place = _place()
        servers = _servers(stack)
        environment = {**place, **(servers.environment if servers else {})}
        if not servers:
            _refuse_unreachable(_owner(environment))
        if rebuilding:
            _empty(environment)
        _prepare(environment, servers)
        if not rebuilding:
            _serve(environment, servers.parts if servers else [], stack)
    return 0


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One run for a checkout: a second would work on the same data."""
    with (STATE / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun("It is running already, in another window. Stop it there first.") from None
        yield


def _provide() -> None:
    """What the machine lacks is said, and all else goes on: without a library packs are not made."""
    for sentence in filter(None, map(provide, ("servers", "pdf"))):
        print(sentence, flush=True)


def _place() -> Environment:
    """The settings of a demonstration on one's own machine, each of which the caller's environment overrides."""
    port = chosen_port()
    own = {
        "SECRET_KEY": _secret(),
        "DATA_DIR": str(STATE / "files"),
        "DEMONSTRATION": "1",
        "SECURE_COOKIES": "0",
        "BASE_URL": f"http://{HOST}:{port}",
    }
    return {**own, **os.environ, "PORT": port}


def _secret() -> str:
    """Made once, so that people stay signed in over a restart."""
    file = STATE / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def _servers(stack: contextlib.ExitStack) -> Servers | None:
    """Our own, unless the environment names others."""
    given = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(given) == 1:
        raise CannotRun(f"{given[0]} is set alone. Set both DATABASE_URL and REDIS_URL, or neither.")
    if not given:
        return stack.enter_context(Servers(STATE / "data"))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if os.environ.get(name):
            database(name, "")
    redis_address("REDIS_URL", "")
    return None


def _refuse_unreachable(environment: Environment) -> None:
    """Says why a server that the environment names cannot be used, before anything relies on it."""
    try:
        psycopg.connect(environment["DATABASE_URL"], connect_timeout=PROBE).close()
    except psycopg.ProgrammingError:
        # It repeats what it cannot read, which may be of the password.
        raise CannotRun(f"DATABASE_URL {NO_DATABASE}") from None
    except psycopg.Error as reason:
        raise CannotRun(f"The database that the environment names does not answer: {_line(reason)}") from None
    try:
        redis.from_url(client_address(environment["REDIS_URL"]), socket_connect_timeout=PROBE).ping()
    except (ValueError, redis.RedisError) as reason:
        raise CannotRun(f"The broker of REDIS_URL does not answer: {_line(reason)}") from None


def _line(reason: Exception) -> str:
    return " ".join(str(reason).split())


def _empty(environment: Environment) -> None:
    """As the owner: the application cannot remove history, not even an invented one."""
    if os.environ.get("DATABASE_URL") and os.environ.get("DEMONSTRATION") != "1":
        raise CannotRun("This would empty the database of DATABASE_URL. Set DEMONSTRATION=1 if that is what you want.")
    with psycopg.connect(_owner(environment)["DATABASE_URL"], autocommit=True) as owner:
        owner.execute("DROP SCHEMA public CASCADE")
        owner.execute("CREATE SCHEMA public")
    shutil.rmtree(environment["DATA_DIR"], ignore_errors=True)


def _prepare(environment: Environment, servers: Servers | None) -> None:
    _collect_static(environment)
    owner = _owner(environment)
    if servers:
        refuse_other_migrations(owner["DATABASE_URL"], servers.home)
    _migrate(owner)
    if servers:
        note_migrations(owner["DATABASE_URL"])
    if _demonstrates(environment):
        _manage(environment, "demo", "--if-empty")


def _migrate(environment: Environment) -> None:
    _manage(environment, "migrate", "--verbosity=0")
    # A demonstration may have one role for both.
    if environment.get("DATABASE_APPLICATION_ROLE"):
        _manage(environment, "grant")


def _demonstrates(environment: Environment) -> bool:
    return environment["DEMONSTRATION"] == "1"


def _owner(environment: Environment) -> Environment:
    return {**environment, "DATABASE_URL": environment.get("DATABASE_OWNER_URL") or environment["DATABASE_URL"]}


def _collect_static(environment: Environment) -> None:
    """Only when a file has changed: naming and compressing them takes longer than all else at a second start."""
    sources = [*(ROOT / "static").rglob("*"), ROOT / "requirements" / "base.txt"]
    found = hashlib.sha256("\n".join(f"{file} {file.stat().st_mtime_ns}" for file in sorted(sources)).encode())
    stamp = ROOT / "staticfiles" / ".collected"
    if not stamp.exists() or stamp.read_text() != found.hexdigest():
        _manage(environment, "collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(found.hexdigest())


def _manage(environment: Environment, *arguments: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "manage.py", *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise CannotRun(f"`manage.py {arguments[0]}` failed; its message is above.")


def _serve(environment: Environment, servers: list[Part], stack: contextlib.ExitStack) -> None:
    (STATE / "logs").mkdir(exist_ok=True)
    parts = [_part(name, command, environment) for name, command in _commands(environment["PORT"]).items()]
    stack.callback(end_all, parts)
    web, *others = parts
    web.start(time.monotonic())
    _wait_for_answer(environment["PORT"], web)
    for part in others:
        part.start(time.monotonic())
    print(f"\nFamily Safeguarding Workbook is running at\n\nhttp://{HOST}:{environment['PORT']}/\n", flush=True)
    if _demonstrates(environment):
        _manage(environment, "demo", "--who")
    print("\nCtrl-C stops it.", flush=True)
    Supervisor([*servers, *parts], _say).watch()


def _commands(port: str) -> dict[str, list[str]]:
    celery = ["celery", "--app=config"]
    worker = [*celery, "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    web = ["granian", "--interface=wsgi", "--workers=2", "--blocking-threads=4", "--no-ws", "--respawn-failed-workers"]
    return {
        "web": [*web, f"--host={HOST}", f"--port={port}", "config.wsgi:application"],
        "worker": [*worker, "--queues=celery", "--concurrency=2", "--hostname=default@%h"],
        "packs": [*worker, "--queues=packs", "--concurrency=1", "--max-tasks-per-child=20", "--hostname=packs@%h"],
        "mail": [*worker, "--queues=mail", "--concurrency=1", "--hostname=mail@%h"],
        "beat": [*celery, "beat", f"--schedule={STATE / 'beat'}", "--pidfile="],
    }


def _part(name: str, command: list[str], environment: Environment) -> Part:
    program: Command = [Path(sys.executable).parent / command[0], *command[1:]]

    def launch(log: IO[bytes]) -> Child:
        return Child(program, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    return Part(name, launch, Log(STATE / "logs" / f"{name}.log"))


def _say(sentence: str) -> None:
    print(f"{datetime.now().astimezone():%H:%M:%S} {sentence}", flush=True)


def _wait_for_answer(port: str, web: Part) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if not web.child or web.child.ended or time.monotonic() > deadline:
            raise CannotRun(f"The web server does not answer. {web.log.file} ends with:\n{web.log.tail()}")
        time.sleep(0.1)


def _answers(port: str) -> bool:
    """Any answer will do, also one that says that something is wrong: the page then says what."""
    try:
        urlopen(f"http://{HOST}:{port}/sign-in/", timeout=10).close()
    except HTTPError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Ended:
        print("\nStopped.")
    except PermissionError as denied:
        sys.exit(
            f"{denied.filename} belongs to somebody else: another user has run this here. Use a checkout of your own."
        )
    except (CannotLive, CannotRun, ImproperlyConfigured, MadeAnew, PortInUse, ServersFailed) as reason:
        sys.exit(str(reason))
