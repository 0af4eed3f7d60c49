"""
Migrations are made anew until the first release: data of before cannot be carried over, and that is said.

`make run` notes in its own database from which files the tables were made: as a comment on the table of migrations, so
that the note is gone with the tables.
"""

import hashlib
import json
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
REFUSAL = """The data in {home} were made by an older version, whose tables were made anew since, and cannot be read.

    make demo      removes them, and fills an empty database with the demonstration
    mv {home} {home}-of-before      keeps them for the older version; `make run` then begins anew"""


class MadeAnew(Exception):
    """What to do about data that were made by other migrations."""


def refuse_other_migrations(address: str, home: Path) -> None:
    """Raises MadeAnew where tables in the database were made by migrations that are not those of this checkout.

    `home` is the folder of the database's servers.
    """
    with psycopg.connect(address) as connection:
        applied = _applied(connection)
        noted = _noted(connection) if applied else {}
    here = _fingerprints()
    if any(name not in here or noted.get(name, here[name]) != here[name] for name in applied) or (
        applied and not noted
    ):
        raise MadeAnew(REFUSAL.format(home=home))


def note_migrations(address: str) -> None:
    """Writes down from which files the tables were made. As the owner of the tables."""
    note = sql.Literal(json.dumps(_fingerprints()))
    with psycopg.connect(address) as connection:
        connection.execute(sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(note))


def _fingerprints() -> dict[str, str]:
    """Of each migration of ours, by `app.name`."""
    files = ROOT.glob("*/migrations/[0-9]*.py")
    return {f"{file.parts[-3]}.{file.stem}": hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}


def _applied(connection: psycopg.Connection) -> list[str]:
    """Those of our migrations that the database has."""
    if not connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]:  # type: ignore[index]
        return []
    apps = sorted({name.partition(".")[0] for name in _fingerprints()})
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations WHERE app = ANY(%s)", [apps])
    return [name for (name,) in rows]


def _noted(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute("SELECT obj_description('public.django_migrations'::regclass, 'pg_class')").fetchone()
    return json.loads(row[0]) if row and row[0] else {}
