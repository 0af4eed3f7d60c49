"""A sweep of reminders and an import, again and again, in one county, until ended; nothing of it stays."""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework.duedates.reminders.services import raise_reminders
from casework.imports.services import bring_in_families
from config.bench.counties import connected, connection_to

READY = "ready"
COLUMNS = ("family", "family_name", "team", "person", "la_child_id", "name", "child", "born", "relationships")
FAMILIES = 100  # in a file


def run(name: str) -> None:
    """In the process of its own that `beside` starts."""
    with tempfile.TemporaryDirectory() as folder, connected(connection_to(name)):
        file = Path(folder) / "families.csv"
        _write(file)
        print(READY, flush=True)
        while True:
            with transaction.atomic():
                raise_reminders(now=timezone.now().replace(hour=12) + timedelta(days=1))
                transaction.set_rollback(True)
            bring_in_families(file, at=timezone.now(), dry_run=True)


@contextmanager
def beside(name: str) -> Iterator[None]:
    """Runs meanwhile."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", "--load", name]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ, text=True)
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != READY:
            raise RuntimeError("The sweep and the import could not be started.")
        yield
    finally:
        process.kill()
        process.wait()


def _write(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for number in range(FAMILIES):
            mother, child = f"M{number}", f"K{number}"
            family = (f"B{number}", "Newbury", "Alderley Intake")
            writer.writerow([*family, mother, "", "Nora Newbury", "no", "1991-02-03", f"mother of {child}"])
            writer.writerow([*family, child, f"N{number}", "Nell Newbury", "yes", "2019-05-14", ""])
