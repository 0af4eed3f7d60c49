"""The product does not start on a database that would let the application change what is append-only."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from casework.trail.protection import NEEDED, append_only_tables, refused, tables

TWO_ROLES = "Connect as a role that owns nothing, and name it in DATABASE_APPLICATION_ROLE here and for `migrate`."
AS_OWNER = "Run `manage.py migrate` and `manage.py grant` as the owner of the tables."

# Whoever owns the tables can take the triggers off and grant itself anything.
OWNS = """
SELECT pg_has_role(nspowner, 'MEMBER') OR EXISTS (
    SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(tableowner, 'MEMBER')
) FROM pg_namespace WHERE nspname = 'public'
"""
# NULL where there is no such table. Who may update one column may update.
RIGHTS = """
SELECT name, word, needed, has_table_privilege(found, word)
    OR NOT needed AND word = 'UPDATE' AND has_any_column_privilege(found, 'UPDATE')
FROM unnest(%s::text[], %s::text[], %s::bool[]) AS rights (name, word, needed),
    LATERAL (SELECT to_regclass('public.' || quote_ident(name))::oid AS found) AS tables
ORDER BY name, word
"""
SEQUENCES = """
SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('public')
    AND CASE relkind WHEN 'S' THEN NOT has_sequence_privilege(oid, 'USAGE') ELSE false END ORDER BY relname
"""
# 58: BEFORE (2), DELETE (8), UPDATE (16), TRUNCATE (32), for each statement (not 1).
WITHOUT_TRIGGER = """
SELECT name FROM unnest(%s::text[]) AS name WHERE NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = to_regclass('public.' || quote_ident(name))
        AND tgfoid = to_regproc('public.refuse_change') AND tgtype = 58 AND tgenabled IN ('O', 'A')
) ORDER BY name
"""


@register(Tags.database)
def check_protection(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What the application's role may do and must not, what it lacks, and where a trigger is missing.

    The owner's own commands are not judged: `migrate` checks before it makes what is asked for here.
    """
    return [message for alias in databases or () for message in _messages(connections[alias])]


def _messages(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    role = settings.DATABASE_APPLICATION_ROLE
    if role and current_role(connection) != role:
        return []
    ((owns,),) = _asked(connection, OWNS)
    if owns:
        # One role for both will do where all that could be changed is invented.
        kind = Warning if settings.DEMONSTRATION else Error
        return [kind("The application connects as the owner of its tables.", hint=TWO_ROLES, id="casework.E001")]
    return [Error(fault, hint=AS_OWNER, id="casework.E002") for fault in faults(connection)]


def current_role(connection: BaseDatabaseWrapper) -> str:
    """The role as which this connection asks."""
    ((role,),) = _asked(connection, "SELECT current_user")
    return role


def faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """In one sentence each: what this connection's role may do and must not, lacks, or finds without its trigger."""
    missing = set()
    for table, word, needed, may in _rights(connection):
        if may is None:
            missing.add(table)
        elif may != needed:
            yield f"The application may {word if may else f'not {word}'} on {table}."
    yield from (f"There is no table {table}." for table in sorted(missing))
    for (name,) in _asked(connection, SEQUENCES):
        yield f"The application may not use the sequence {name}."
    for (table,) in _asked(connection, WITHOUT_TRIGGER, append_only_tables()):
        yield f"{table} has no trigger that refuses changes."


def _rights(connection: BaseDatabaseWrapper) -> list[tuple]:
    forbidden = refused()
    rows = [
        (table, word, word not in forbidden.get(table, ()))
        for table in tables(models.Model)
        for word in dict.fromkeys([*NEEDED, *forbidden.get(table, ())])
    ]
    return _asked(connection, RIGHTS, *(list(column) for column in zip(*rows, strict=True)))


def _asked(connection: BaseDatabaseWrapper, question: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
