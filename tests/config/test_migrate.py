"""The migrations as they are committed: they say their plan, can be undone, and take no longer than they must."""

from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.operations import AddConstraint, AddField, AddIndex
from django.db.migrations.state import ProjectState

from casework.trail.operations import AppendOnly, InstallAppendOnly
from tests.owner import OWNER, django_connected_to

APPS = ["casework", "workbook", "supervision"]
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only'"


def test_migrate_says_its_plan_on_an_empty_database(empty):
    told = StringIO()
    call_command("migrate", plan=True, stdout=told)
    for name in ("casework.0001_initial", "Install the function", "Make append-only: "):
        assert name in told.getvalue()


@pytest.mark.parametrize("app", APPS)
def test_a_constraint_is_made_with_its_table(app):
    """As a step of its own each costs a first start a fifth of a second; together they double it.

    Django writes them so: docs/testing.md says how to put them into their tables. One that is about a column that
    comes later has to wait.
    """
    operations = import_module(f"{app}.migrations.0001_initial").Migration.operations
    grow_later = {operation.model_name_lower for operation in operations if isinstance(operation, AddField)}
    late = [operation for operation in operations if isinstance(operation, AddConstraint | AddIndex)]
    assert not [operation.describe() for operation in late if operation.model_name_lower not in grow_later]


def triggers(owned):
    ((number,),) = owned.execute(TRIGGERS).fetchall()
    return number


def test_append_only_is_undone_and_done_again(transactional_db, owned):
    before = triggers(owned)
    steps = [AppendOnly(["casework_viewing", "casework_imported"]), InstallAppendOnly()]
    state = ProjectState()
    with django_connected_to(owned.info.dbname, OWNER), connection.schema_editor() as editor:
        steps[0].database_backwards("casework", editor, state, state)
    assert triggers(owned) == before - 2
    owned.execute("UPDATE casework_viewing SET page = ''")
    with django_connected_to(owned.info.dbname, OWNER), connection.schema_editor() as editor:
        for step in reversed(steps):
            step.database_forwards("casework", editor, state, state)
    assert triggers(owned) == before


def test_append_only_changes_nothing_that_django_knows_of_the_models():
    state = ProjectState()
    AppendOnly(["casework_viewing"]).state_forwards("casework", state)
    assert state == ProjectState()
