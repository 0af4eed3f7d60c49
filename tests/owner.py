"""Databases as their owner sees them: what a grant keeps from the application, only a trigger keeps from the owner."""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
OWNER = urlsplit(OWNER_URL).username
TEMPLATE = "test_template"
DATABASE = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"


def as_owner(database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(OWNER_URL, dbname=database, autocommit=True)


def make(name: str, template: str = "template1") -> None:
    """The database `name` anew, as `template` is, open to the application."""
    statements = [
        "DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO {role}",
    ]
    names = {"name": name, "template": template, "role": settings.DATABASE_APPLICATION_ROLE}
    with as_owner() as owner:
        for statement in statements:
            owner.execute(sql.SQL(statement).format(**{part: sql.Identifier(given) for part, given in names.items()}))


def drop(name: str) -> None:
    with as_owner() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def django_connected_to(database: str, role: str) -> Iterator[None]:
    """Django's own connection leads to `database`, as `role`."""
    before = {name: connection.settings_dict[name] for name in ("NAME", "USER")}
    disconnect()
    connection.settings_dict |= {"NAME": database, "USER": role}
    try:
        yield
    finally:
        disconnect()
        connection.settings_dict |= before


def disconnect() -> None:
    connections.close_all()
    connection.close_pool()


@pytest.fixture
def no_stages(stages, django_db_blocker) -> None:
    """For what closes Django's connection: nothing stands in a transaction of it."""
    with django_db_blocker.unblock():
        stages.bring_to([])


@pytest.fixture
def owned(django_db_setup, no_stages) -> Iterator[psycopg.Connection]:
    """A copy of the migrated database, for this test alone, and its owner's connection to it."""
    name = f"{DATABASE}_owned"
    make(name, TEMPLATE)
    with as_owner(name) as owner:
        yield owner
    drop(name)


@pytest.fixture
def empty(transactional_db) -> Iterator[str]:
    """An empty database to which Django's own connection leads, as its owner; its name."""
    name = f"{DATABASE}_empty"
    make(name)
    with django_connected_to(name, OWNER):
        yield name
    drop(name)
