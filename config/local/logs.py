"""The log of a process: kept over starts, and cut into files when it grows."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import IO

LARGEST = 5_000_000  # bytes after which a new file is begun
OLDER = 5  # files that are kept beside the current one
TAIL = 2000  # characters that are shown of a log


class Log:
    """A file to which processes append; its older parts are `NAME.log.1` (the newest) to `NAME.log.5`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.begin = 0  # bytes; where the lines of the current process begin

    def opened(self) -> IO[bytes]:
        """The file, for a process that is being started, after a line that says so."""
        self.rotate()
        self.file.touch(mode=0o600)
        self.begin = self.file.stat().st_size
        log = self.file.open("ab", buffering=0)
        log.write(f"--- started {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}\n".encode())
        return log

    def tail(self) -> str:
        """The last characters that the current process has written."""
        with self.file.open("rb") as log:
            log.seek(self.begin)
            return log.read().decode(errors="replace")[-TAIL:]

    def rotate(self) -> None:
        """Begins a new file where this one is large.

        It is copied and emptied rather than renamed, since the process goes on writing to the file that it was given.
        """
        if not self.file.exists() or self.file.stat().st_size < LARGEST:
            return
        for number in range(OLDER - 1, 0, -1):
            if self._older(number).exists():
                self._older(number).replace(self._older(number + 1))
        shutil.copy2(self.file, self._older(1))
        with self.file.open("r+b") as log:
            log.truncate()
        self.begin = 0

    def _older(self, number: int) -> Path:
        return self.file.with_name(f"{self.file.name}.{number}")
