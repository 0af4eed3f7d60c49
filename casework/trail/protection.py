"""History and permanent rows refuse UPDATE, DELETE and TRUNCATE: by trigger for all, by grant for the application.

Derived from the models after each `migrate`, so that no migration can forget a table.
"""

from django.apps import apps
from psycopg import sql

from casework.trail.models import Guarded, Permanent, TrailEntry

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: this table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
GRANTS = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
]


def tables(*kinds):
    """The names of the tables of the models that inherit from one of `kinds`."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, kinds))


def append_only_tables():
    return tables(TrailEntry, Permanent)


def protect(connection, role=""):
    """Install the triggers and, where `role` is given, grant to the application's role what it needs and no more."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
        for table in append_only_tables():
            cursor.execute(sql.SQL(TRIGGER).format(table=sql.Identifier(table)))
        if role:
            _grant(cursor, sql.Identifier(role))


def _grant(cursor, role):
    for statement in GRANTS:
        cursor.execute(sql.SQL(statement).format(role=role))
    for table in append_only_tables():
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                table=sql.Identifier(table), role=role
            )
        )
    for table in tables(Guarded):
        cursor.execute(
            sql.SQL("REVOKE DELETE, TRUNCATE ON {table} FROM {role}").format(table=sql.Identifier(table), role=role)
        )
