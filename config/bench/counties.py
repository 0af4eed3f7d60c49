"""Databases with a county of one size each, made where they are missing, and connections to them."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
MADE_FROM = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
SOURCES = ("*/migrations/*.py", "config/county/*.py", "**/models.py", "casework/practice/**/*.toml")


def fingerprint(families: int) -> str:
    """Changes with the size and with the files from which a county is made."""
    found = hashlib.sha256(str(families).encode())
    for pattern in SOURCES:
        for file in sorted(_files(pattern)):
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _files(pattern: str) -> Iterator[Path]:
    for app in ("casework", "workbook", "supervision", "chronology", "audit", "config"):
        if pattern.startswith((app, "*")):
            inside = pattern.removeprefix(f"{app}/") if pattern.startswith(app) else pattern.removeprefix("*/")
            yield from (settings.BASE_DIR / app).glob(inside)


def provide(families: int) -> str:
    """The name of the database with a county of that size, which is made where it is missing or older than the code."""
    name, wanted = f"county_{families}", fingerprint(families)
    with psycopg.connect(OWNER_URL, dbname="postgres", autocommit=True) as owner:
        row = owner.execute(MADE_FROM, [name]).fetchone()
        if row and row[0] == wanted:
            return name
        names = {"name": sql.Identifier(name), "role": sql.Identifier(settings.DATABASE_APPLICATION_ROLE)}
        for statement in (
            "DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            "CREATE DATABASE {name}",
            "GRANT CONNECT ON DATABASE {name} TO {role}",
        ):
            owner.execute(sql.SQL(statement).format(**names))
        with as_owner(name):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("grant", verbosity=0)
            call_command("make_county", families=families)
        owner.execute(sql.SQL("COMMENT ON DATABASE {name} IS {made}").format(made=sql.Literal(wanted), **names))
    return name


def forget(name: str) -> None:
    with psycopg.connect(OWNER_URL, dbname="postgres", autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def as_owner(name: str) -> Iterator[None]:
    with connected(connection_to(name, role=urlsplit(OWNER_URL).username)):
        yield


def connection_to(name: str, role: str | None = None) -> BaseDatabaseWrapper:
    """A connection of Django's to the database `name`, without a pool; for `connected`."""
    wrapper = connections.create_connection("default")
    options = {key: value for key, value in wrapper.settings_dict["OPTIONS"].items() if key != "pool"}
    user = {"USER": role} if role else {}
    wrapper.settings_dict = wrapper.settings_dict | {"NAME": name, "OPTIONS": options} | user
    return wrapper


@contextmanager
def connected(wrapper: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """`django.db.connection` is `wrapper` meanwhile."""
    before = connections["default"]
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        connections["default"] = before
