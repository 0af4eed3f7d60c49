"""The folder in which the processes of one web server count together; before prometheus_client is imported."""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is first imported
PREFIX = "workbook-metrics-"


def count_together() -> None:
    """One folder for the processes that the same server started; those of servers that are gone are removed."""
    if os.environ.get(FOLDER):
        return
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{PREFIX}{os.getuid()}-*"):
        if not _lives(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = temporary / f"{PREFIX}{os.getuid()}-{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        return  # somebody else's: then each process counts for itself
    os.environ[FOLDER] = str(folder)


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
