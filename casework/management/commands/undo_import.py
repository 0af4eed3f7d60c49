"""`manage.py undo_import [RUN --because WHY]`: see docs/import.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.imports.ledger.models import ImportRun
from casework.imports.presenters import run_line, undone_lines
from casework.imports.runs.queries import runs
from casework.imports.runs.services import alone, undo
from casework.refusal import Refusal
from casework.users.services import robot

SHOWN = 20


class Command(BaseCommand):
    help = "Undo the last import that stands: take back what it made, put back what it changed. Without RUN: list them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=int, help="the number of the run")
        parser.add_argument("--because", default="", help="why it is undone")

    def handle(self, **options: Any) -> None:
        if options["run"] is None:
            for run in runs()[:SHOWN]:
                self.stdout.write(run_line(run))
            return
        found = ImportRun.objects.filter(pk=options["run"]).first()
        if found is None:
            raise CommandError(f"There is no run {options['run']}. Without a number, this lists them.")
        try:
            with alone():
                figures, stay = undo(found, because=options["because"], by=robot("import"), at=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        for line in undone_lines(figures, stay):
            self.stdout.write(line)
