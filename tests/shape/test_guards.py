"""Append-only is guarded twice, and each guard has its test: as the owner the trigger refuses, as the application the
grant does. No table is listed here: each is found by its model."""

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from casework.trail.models import Guarded, Permanent, TrailEntry

MODELS = apps.get_models()
RECORDED = sorted(model._meta.db_table for model in MODELS if issubclass(model, Guarded))
HISTORY = sorted(model.history.model._meta.db_table for model in MODELS if issubclass(model, Guarded))
PERMANENT = sorted(model._meta.db_table for model in MODELS if issubclass(model, Permanent))
APPEND_ONLY = [*HISTORY, *PERMANENT]
COLUMN = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum = 1"
# All three, for each statement.
TRIGGERED = """
SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname = 'append_only' AND tgfoid = 'refuse_change'::regproc AND tgenabled = 'O'
    AND pg_get_triggerdef(pg_trigger.oid) LIKE '% BEFORE DELETE OR UPDATE OR TRUNCATE ON % FOR EACH STATEMENT %'
"""


def changes(cursor, table):
    """One statement for each way in which rows of `table` could change or go; TRUNCATE as far as it leads."""
    (column,) = cursor.execute(COLUMN, [table]).fetchone()
    return [f'UPDATE {table} SET "{column}" = "{column}"', *removals(table)]


def removals(table):
    return [f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"]


def refusal_to_application(statement):
    """What PostgreSQL answers to the application."""
    with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), statement
    return str(refused.value)


def test_every_history_table_is_found_by_its_model():
    assert sorted(model._meta.db_table for model in MODELS if issubclass(model, TrailEntry)) == HISTORY
    assert len(HISTORY) == len(RECORDED) > len(PERMANENT) > 5


@pytest.mark.django_db
def test_every_append_only_table_has_its_trigger():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERED)
        triggered = {name for (name,) in cursor.fetchall()}
    missing = [table for table in APPEND_ONLY if table not in triggered]
    assert not missing, f"A migration has to name in AppendOnly: {missing}"
    assert triggered == set(APPEND_ONLY)


def test_the_trigger_refuses_the_owner_to_change_what_is_append_only(owned):
    for table in APPEND_ONLY:
        for statement in changes(owned, table):
            with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
                owned.execute(statement)
            kind = statement.split()[0]
            assert f"{kind} on {table} refused: this table is append-only" in str(refused.value), statement


@pytest.mark.django_db
def test_the_grant_refuses_the_application_to_change_what_is_append_only():
    for table in APPEND_ONLY:
        with connection.cursor() as cursor:
            statements = changes(cursor, table)
        for statement in statements:
            assert f"permission denied for table {table}" in refusal_to_application(statement), statement


@pytest.mark.django_db
def test_the_grant_refuses_the_application_to_remove_what_is_recorded():
    for table in RECORDED:
        for statement in removals(table):
            assert f"permission denied for table {table}" in refusal_to_application(statement), statement
