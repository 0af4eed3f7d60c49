"""`manage.py back_up FOLDER`: the database and its documents, as at one moment, while people work."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups.copies import BackupRefused, back_up
from config.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Write the database, a list of what it holds and the documents to a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--without-documents", action="store_true", help="where the bucket that holds them has copies of its own"
        )

    def handle(self, *, folder: Path, without_documents: bool, **options: Any) -> None:
        try:
            faults = back_up(folder, with_documents=not without_documents)
        except (BackupRefused, ProgramFailed) as reason:
            raise CommandError(str(reason)) from None
        except OSError as reason:
            raise CommandError(f"The backup in {folder} was cut off: {reason.strerror}. Make another one.") from None
        for sentence in faults:
            self.stderr.write(sentence)
        if faults:
            raise CommandError(f"The backup is in {folder}; {len(faults)} documents in it are not whole.")
        self.stdout.write(f"The backup is in {folder}.")
