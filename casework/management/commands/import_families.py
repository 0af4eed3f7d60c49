"""`manage.py import_families FILE.csv`: see docs/import.md."""

from typing import Any

from casework.imports.report import ImportReport
from casework.imports.services import bring_in_families
from casework.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Bring in names, families, relationships and allocations from a file with one row for each person."

    def bring_in(self, options: dict[str, Any], **how: Any) -> ImportReport:
        return bring_in_families(options["file"], **how)
