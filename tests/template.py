"""
The migrated database of which each worker's is a clone. It stays in the cluster, so a second run begins at once.

It is made in two steps, each again when its sources have changed: migrated, which takes ten seconds, and that brought
up to date with the code and granted, which takes one.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from tests.owner import OWNER, TEMPLATE, as_owner, django_connected_to, drop, make

MIGRATED = f"{TEMPLATE}_migrated"
BARE = "template1"
MAKING = 1  # the advisory lock that one worker holds while it makes them
APPS = ("casework", "workbook", "supervision", "chronology", "audit", "config")
MADE_FROM = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def provide() -> None:
    """Makes what is missing or out of date; the other workers wait."""
    with as_owner() as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [MAKING])
        schema, code = fingerprint(_schema()), fingerprint(_code())
        if made_from(owner, TEMPLATE) != code:
            if made_from(owner, MIGRATED) != schema:
                _make(owner, MIGRATED, BARE, ["migrate"], schema)
            _make(owner, TEMPLATE, MIGRATED, ["migrate", "grant"], code)


def _schema() -> Iterable[Path]:
    yield from settings.BASE_DIR.glob("*/migrations/*.py")
    for name in ("casework/trail/operations.py", "config/settings.py", "requirements/base.txt"):
        yield settings.BASE_DIR / name


def _code() -> Iterable[Path]:
    """All that `migrate` and `grant` could read."""
    yield from _schema()
    for app in APPS:
        yield from (settings.BASE_DIR / app).rglob("*.py")


def fingerprint(files: Iterable[Path]) -> str:
    """Changes with the names and the contents of the files."""
    found = hashlib.sha256()
    for file in sorted(set(files)):
        for part in (os.fsencode(file.relative_to(settings.BASE_DIR)), file.read_bytes()):
            found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def made_from(owner: psycopg.Connection, database: str) -> str | None:
    """The fingerprint of the files from which the database was made; None where it is not there."""
    row = owner.execute(MADE_FROM, [database]).fetchone()
    return row and row[0]


def _make(owner: psycopg.Connection, name: str, template: str, commands: list[str], source: str) -> None:
    def fill() -> None:
        for command in commands:
            options = {"interactive": False} if command == "migrate" else {}
            call_command(command, verbosity=0, **options)

    make_from(owner, name, template, fill, source)


def make_from(owner: psycopg.Connection, name: str, template: str, fill: Callable[[], None], source: str) -> None:
    """A copy of `template`, filled by its owner.

    Under another name until it is whole: what fails on the way leaves nothing that the next run would take.
    """
    unfinished = f"{name}_unfinished"
    make(unfinished, template)
    with django_connected_to(unfinished, OWNER):
        fill()
    drop(name)
    names = {"unfinished": sql.Identifier(unfinished), "name": sql.Identifier(name), "text": sql.Literal(source)}
    for statement in ("COMMENT ON DATABASE {unfinished} IS {text}", "ALTER DATABASE {unfinished} RENAME TO {name}"):
        owner.execute(sql.SQL(statement).format(**names))
