"""PostgreSQL's own programs, which write and read the dump."""

import os
import subprocess

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import pq

from config.local.wheels import postgres_binaries

ADDRESS = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
# By the name that an address gives it, such as sslmode.
OPTIONS = {each.keyword.decode(): each.envvar.decode() for each in pq.Conninfo.get_defaults() if each.envvar}


class ProgramFailed(Exception):
    """What the program said."""


def run(program: str, *arguments: str, of: BaseDatabaseWrapper) -> None:
    """Run `program` on the database `of`, reached by variables: a command line is read by others."""
    values = {variable: str(of.settings_dict[name]) for name, variable in ADDRESS.items() if of.settings_dict[name]}
    values |= {OPTIONS[name]: value for name, value in of.settings_dict["OPTIONS"].items() if name in OPTIONS}
    done = subprocess.run(
        [postgres_binaries() / program, *arguments],
        env={**os.environ, **values},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(f"{program} failed: {done.stderr.strip()[-2000:]}")
