"""Where the embedded servers keep their files, and as whom they run: PostgreSQL refuses to run as root."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Identity = tuple[int, int]  # user and group

OUTSIDE = Path("/var/lib/family-safeguarding-workbook")
OPEN, PRIVATE = 0o755, 0o700
# Cloning a database there is a matter of memory, and elsewhere one of a thousand files: twenty times as long.
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes: more than a whole run of the tests needs
TEMPORARY = "temporary"  # a file in each temporary home: nothing else may be removed unasked


def home_of(keep: Path) -> Path:
    """
    The folder that stands for `keep`. It is `keep` itself, unless we are root and the checkout is closed to
    the account that runs the servers (as all below /root is): then one in the system's place for such data.
    """
    home = keep.absolute()
    home.mkdir(parents=True, exist_ok=True)
    if _reachable(home, identity_of(home / "postgres")):
        return home
    return _opened(OUTSIDE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16])


def temporary_home() -> Path:
    """A new folder that the servers can reach, in memory where there is room, unless TMPDIR says where.

    `/tmp` where the temporary directory is a private one.
    """
    first = MEMORY if _has_room(MEMORY) and "TMPDIR" not in os.environ else tempfile.gettempdir()
    home = _opened(Path(tempfile.mkdtemp(prefix="workbook-", dir=first)))
    if not _reachable(home, identity_of(home)):
        home.rmdir()
        home = _opened(Path(tempfile.mkdtemp(prefix="workbook-", dir="/tmp")))
    (home / TEMPORARY).touch()
    return home


def temporary_homes() -> Iterator[Path]:
    """Those that stand where `temporary_home` makes them."""
    for place in {MEMORY, Path(tempfile.gettempdir()), Path("/tmp")}:
        yield from (mark.parent for mark in place.glob(f"workbook-*/{TEMPORARY}"))


def _has_room(memory: Path) -> bool:
    """Containers have little of it by default; nor will it do where no program may run, since one may stand there."""
    if not os.access(memory, os.W_OK | os.X_OK):
        return False
    return shutil.disk_usage(memory).free >= ROOM and not os.statvfs(memory).f_flag & os.ST_NOEXEC


def identity_of(data: Path) -> Identity | None:
    """As whom servers run: as ourselves, or, where we are root, as the data's owner or as nobody."""
    if os.getuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    account = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def own_folder(folder: Path, identity: Identity | None) -> Path:
    """The folder, made if need be, for the servers' account alone."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    if identity:
        os.chown(folder, *identity)
    return folder


def run_as(identity: Identity | None, command: Sequence[Path | str]) -> subprocess.CompletedProcess:
    drop: dict[str, Any] = {"user": identity[0], "group": identity[1], "extra_groups": []} if identity else {}
    return subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, **drop)


def _opened(folder: Path) -> Path:
    """The folder, made if need be, and passable whatever the umask; what is secret in it is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in (folder.parent, folder) if folder.parent == OUTSIDE else (folder,):
        part.chmod(OPEN)
    return folder


def _reachable(folder: Path, identity: Identity | None) -> bool:
    return run_as(identity, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0
