"""`manage.py restore FOLDER`: a backup into an empty database, as the owner of its tables."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups.copies import BackupRefused, restore
from config.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Put a backup into an empty database, and its documents where documents are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            restore(folder)
        except (BackupRefused, ProgramFailed) as reason:
            raise CommandError(str(reason)) from None
        except OSError as reason:
            raise CommandError(
                f"The database is restored, but not every document: {reason.strerror}. Begin again, in a new database."
            ) from None
        self.stdout.write("Restored. Next: manage.py verify_backup with the same folder, migrate, grant.")
