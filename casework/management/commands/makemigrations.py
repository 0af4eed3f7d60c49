"""Django's `makemigrations`, but that a new table is made with its constraints.

Django writes them as steps of their own, and goes through all models again at each: half the time of a first start.
"""

from django.core.management.commands.makemigrations import Command as MakeMigrations
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel


class Command(MakeMigrations):
    def write_migration_files(self, changes, *args, **kwargs):
        for app_label, migrations in changes.items():
            for migration in migrations:
                migration.operations = gathered(migration.operations, app_label)
        super().write_migration_files(changes, *args, **kwargs)


def gathered(operations, app_label):
    """Each constraint and index stands in the table that it is for, unless a column comes to that one later."""
    grow_later = {operation.model_name_lower for operation in operations if isinstance(operation, AddField)}
    kept, tables = [], {}
    for operation in operations:
        if isinstance(operation, CreateModel) and operation.name_lower not in grow_later:
            tables[operation.name_lower] = len(kept)
        if isinstance(operation, AddConstraint | AddIndex) and operation.model_name_lower in tables:
            place = tables[operation.model_name_lower]
            kept[place : place + 1] = kept[place].reduce(operation, app_label)
        else:
            kept.append(operation)
    return kept
