"""What the application may do with each table: `manage.py grant` grants it, casework/trail/checks.py asks for it."""

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from casework.trail.models import Guarded, Permanent, TrailEntry

NEEDED = ("SELECT", "INSERT", "UPDATE", "DELETE")
GRANTS = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    f"GRANT {', '.join(NEEDED)} ON ALL TABLES IN SCHEMA public TO {{role}}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
]


def tables(*kinds: type[models.Model]) -> list[str]:
    """The names of the tables of the models that inherit from one of `kinds`."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, kinds))


def append_only_tables() -> list[str]:
    return tables(TrailEntry, Permanent)


def refused() -> dict[str, tuple[str, ...]]:
    """By table: what the application may not do with it."""
    never_deleted = dict.fromkeys(tables(Guarded), ("DELETE", "TRUNCATE"))
    return never_deleted | dict.fromkeys(append_only_tables(), ("UPDATE", "DELETE", "TRUNCATE"))


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the application's role what it needs and no more; as the tables' owner, as often as one likes."""
    to = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(role=to))
        for table, rights in refused().items():
            revoke = sql.SQL(f"REVOKE {', '.join(rights)} ON {{table}} FROM {{role}}")
            cursor.execute(revoke.format(table=sql.Identifier(table), role=to))
