"""Migration operations: the database refuses UPDATE, DELETE and TRUNCATE on append-only tables, to the owner too.

The tables are named in each migration, so that it does the same whatever the models have become. A migration that
creates a table of history or of permanent rows names it in an `AppendOnly`; tests/shape/test_guards.py says which
tables are missing.
"""

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

FUNCTION = """
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


class DatabaseOnly(Operation):
    """Changes the database and nothing that Django knows of the models."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._execute(app_label, schema_editor, self.forwards(schema_editor))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._execute(app_label, schema_editor, self.backwards(schema_editor))

    def _execute(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            for statement in statements:
                schema_editor.execute(statement, params=None)

    def forwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError

    def backwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError


class InstallAppendOnly(DatabaseOnly):
    """The function that the triggers of all append-only tables call; once, before the first `AppendOnly`."""

    def forwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [FUNCTION]

    def backwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return ["DROP FUNCTION refuse_change()"]

    def describe(self) -> str:
        return "Install the function that refuses changes of append-only tables"


class AppendOnly(DatabaseOnly):
    """Rows of `tables` can be added and read, by nobody changed or removed."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tables

    def forwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [TRIGGER.format(table=schema_editor.quote_name(table)) for table in self.tables]

    def backwards(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [f"DROP TRIGGER append_only ON {schema_editor.quote_name(table)}" for table in self.tables]

    def describe(self) -> str:
        return f"Make append-only: {', '.join(self.tables)}"
