"""The folder in which the processes of one web server count together; before prometheus_client is imported."""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is first imported
PREFIX = "workbook-metrics-"
# Bytes for each kind of number: three times what all pages with all their answers take.
RESERVED = {"counter": 2**20, "histogram": 2**16}


def count_together() -> None:
    """One folder for the processes that the same server started; those of servers that are gone are removed.

    Where there is no room, each process counts for itself.
    """
    if os.environ.get(FOLDER):
        return
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{PREFIX}{os.getuid()}-*"):
        if not _lives(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = temporary / f"{PREFIX}{os.getuid()}-{os.getppid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return
    # Somebody else's is not used.
    if folder.stat().st_uid == os.getuid() and _has_room(folder):
        os.environ[FOLDER] = str(folder)


def _has_room(folder: Path) -> bool:
    """Takes the room for this process's numbers; False where there is none.

    prometheus_client maps files with holes into memory. Writing to one where the disk is full kills the process.
    """
    files = {folder / f"{kind}_{os.getpid()}.db": size for kind, size in RESERVED.items()}
    try:
        for file, size in files.items():
            if not file.exists():
                file.write_bytes(bytes(size))
    except OSError:
        for file in files:
            file.unlink(missing_ok=True)
        return False
    return True


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
