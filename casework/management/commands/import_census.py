"""`manage.py import_census FILE --team NAME`: see docs/import.md."""

from typing import Any

from django.core.management.base import CommandParser

from casework.imports.queries import team_named
from casework.imports.report import ImportReport
from casework.imports.services import bring_in_census
from casework.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Bring in a children in need census return: each child as a family of one in the team."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--team", required=True, help="the name of the team that works with the children")

    def bring_in(self, options: dict[str, Any], **how: Any) -> ImportReport:
        return bring_in_census(options["file"], team=team_named(options["team"]), **how)
