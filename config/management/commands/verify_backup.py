"""`manage.py verify_backup FOLDER`: whether what was restored is what was backed up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups.copies import BackupRefused, read_manifest, verify


class Command(BaseCommand):
    help = "Compare a restored database and its documents with the backup: rows, their values, and each file's hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            kept, found = read_manifest(folder), verify(folder)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from None
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences from the backup of {kept.made_at}.")
        rows = sum(table.rows for table in kept.tables.values())
        self.stdout.write(f"The same as the backup of {kept.made_at}: {rows} rows in {len(kept.tables)} tables.")
