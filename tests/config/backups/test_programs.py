"""PostgreSQL's programs reach the database as the application does."""

import subprocess
from types import SimpleNamespace

from config.backups import programs


def test_program_is_told_of_each_thing_that_the_address_says(monkeypatch):
    """Otherwise a dump would go without the encryption that the address asks for."""
    given = {}
    ended = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(subprocess, "run", lambda command, **options: given.update(options["env"]) or ended)
    place = {"NAME": "workbook", "USER": "owner", "PASSWORD": "secret", "HOST": "db", "PORT": "5433"}
    more = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "pool": {"min_size": 1}}
    programs.run("pg_dump", of=SimpleNamespace(settings_dict={**place, "OPTIONS": more}))
    told = {"PGHOST": "db", "PGPORT": "5433", "PGUSER": "owner", "PGPASSWORD": "secret", "PGDATABASE": "workbook"}
    assert {name: given.get(name) for name in told} == told
    assert (given.get("PGSSLMODE"), given.get("PGSSLROOTCERT")) == ("verify-full", "/etc/ca.pem")
