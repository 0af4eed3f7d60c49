"""What the import commands share: reading the clock, printing what happened, and the exit status."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.imports.presenters import change_lines, figure_lines, problem_lines
from casework.imports.report import ImportReport
from casework.refusal import Refusal


class ImportCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to read")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and keep nothing")

    def bring_in(self, options: dict[str, Any], **how: Any) -> ImportReport:
        """Read and write the file of `options`, and return the report."""
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        began = monotonic()
        try:
            report = self.bring_in(options, at=timezone.now(), dry_run=options["dry_run"], progress=self._say_progress)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self._print(report, monotonic() - began)

    def _say_progress(self, words: str) -> None:
        self.stderr.write(words)

    def _print(self, report: ImportReport, seconds: float) -> None:
        for line in problem_lines(report):
            self.stdout.write(line)
        if report.refused:
            rows = "One row is" if report.refused == 1 else f"{report.refused:,} rows are"
            raise CommandError(f"{rows} refused, so nothing was brought in. Put them right and run this again.")
        for line in (*change_lines(report), *figure_lines(report)):
            self.stdout.write(line)
        done = "Brought in" if report.kept else "Nothing was kept, as this was a dry run; it read and wrote"
        self.stdout.write(f"{done} in {seconds:.1f} seconds.")
