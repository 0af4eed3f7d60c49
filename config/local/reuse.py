"""
The cluster of the tests outlives a run, so that the next one of the same checkout finds its template database.

A link in the checkout (`.run/tests`) leads to its home, which stands where throw-away ones do: in memory where there is
room. One run at a time has it; a second one meanwhile gets a throw-away home. Nothing there is written through to
the disk, so a home is used again only after its servers were stopped in order, and by the programs that made it.
"""

import contextlib
import fcntl
import os
import shutil
import time
from pathlib import Path
from typing import TextIO

from config.local.homes import TEMPORARY, temporary_home, temporary_homes

IN_ORDER = "stopped-in-order"  # in a home that may be used again: the fingerprint of what made it
LINK = "link"  # in each such home: the link of whose checkout it is
HOUR = 60 * 60  # seconds
IDLE = 14 * 24 * HOUR  # seconds after which a home that nobody uses is removed


class Claim:
    """The use of a home that outlives the run. It is lost with the process."""

    def __init__(self, link: Path, made_by: str, lock: TextIO) -> None:
        self.link, self.made_by, self._lock = link, made_by, lock
        self.home = _as_left(link, made_by) or _anew(link)

    def release(self, in_order: bool) -> None:
        """Leaves the home to the next run, or removes it where its servers did not stop in order."""
        if in_order:
            (self.home / IN_ORDER).write_text(self.made_by)
        else:
            _remove(self.link)
        self._lock.close()


def claimed(link: Path, made_by: str) -> Claim | None:
    """The home behind `link`, as `made_by` left it or anew; None while another run has it."""
    link = link.absolute()
    link.parent.mkdir(parents=True, exist_ok=True)
    lock = _locked(link.with_suffix(".lock"))
    if not lock:
        return None
    remove_abandoned()
    return Claim(link, made_by, lock)


def leads_home(link: Path) -> bool:
    """Whether this is such a link, and not a folder of data."""
    return (link / LINK).is_file()


def forgotten(link: Path) -> bool:
    """Removes link and home; False while a run has them."""
    link = link.absolute()
    lock = _locked(link.with_suffix(".lock"))
    if lock:
        _remove(link)
        lock.close()
    return lock is not None


def remove_abandoned() -> None:
    """The homes of checkouts that are gone, of runs that were killed, and those that nobody has used for long."""
    for home in list(temporary_homes()):
        # Another run may be removing it too.
        with contextlib.suppress(OSError):
            if _may_go(home) and (lock := _locked(home / "lock")):
                shutil.rmtree(home, ignore_errors=True)
                lock.close()


def _may_go(home: Path) -> bool:
    """Ours alone; one made a moment ago may not have been locked yet."""
    if home.stat().st_uid != os.getuid():
        return False
    idle = time.time() - (home / TEMPORARY).stat().st_mtime
    return idle > (IDLE if _link_of(home).resolve() == home.resolve() else HOUR)


def _link_of(home: Path) -> Path:
    """The link of the checkout to which a home belongs; a path that leads nowhere where it belongs to none."""
    try:
        return Path((home / LINK).read_text())
    except FileNotFoundError:
        return home / LINK


def _as_left(link: Path, made_by: str) -> Path | None:
    """The home as the last run left it. From here on it counts as not in order, until it is released."""
    home = link.resolve()
    try:
        # A copied checkout's link leads to the home of the first.
        if _link_of(home) != link or (home / IN_ORDER).read_text() != made_by:
            return None
        (home / IN_ORDER).unlink()
        (home / TEMPORARY).touch()
    except OSError:
        return None
    return home


def _anew(link: Path) -> Path:
    _remove(link)
    home = temporary_home()
    (home / LINK).write_text(str(link))
    link.symlink_to(home)
    return home


def _remove(link: Path) -> None:
    """The home only where it is this link's own."""
    home = link.resolve()
    if _link_of(home) == link:
        shutil.rmtree(home, ignore_errors=True)
    link.unlink(missing_ok=True)


def _locked(file: Path) -> TextIO | None:
    """The file, locked until it is closed; None where another process has locked it."""
    lock = file.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
