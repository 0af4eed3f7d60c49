"""What the import commands share: reading the clock, printing what happened, and the exit status."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.imports.presenters import change_lines, figure_lines, missing_lines, problem_lines
from casework.imports.report import ImportReport, printable
from casework.refusal import Refusal


class ImportCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to read")
        parser.add_argument(
            "--dry-run", "--preview", action="store_true", help="say what would come in, and keep nothing"
        )

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
        for line in (*problem_lines(report), *missing_lines(report), *change_lines(report), *figure_lines(report)):
            self.stdout.write(line)
        if report.aside:
            left = f"Did not come in: {', '.join(map(printable, report.aside))}."
            self.stdout.write(f"{left} Put them right where they come from, and run this again.")
        if report.kept:
            done = f"This was run {report.run}. Brought in"
        elif report.run:
            done = "Nothing came in; it was read"
        else:
            done = "Nothing was kept, as this was a dry run; it read and wrote"
        self.stdout.write(f"{done} in {seconds:.1f} seconds.")
