"""
The test database: migrated once by its owner, cloned for each worker, used as the application's role.

So triggers, grants and constraints hold in every test as they do in production. A test that commits gets a
fresh clone after it, since rows that may not be deleted cannot be flushed.
"""

import gc
import hashlib
import os
import subprocess
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from config.environment import broker_address, cache_address
from config.local.embedded import postgres_binaries
from tests.browser import chromium  # noqa: F401
from tests.cast import allocated, ash, cast, month, now, signed_in, story, summary_of  # noqa: F401
from tests.owner import (  # noqa: F401
    DATABASE,
    OWNER,
    OWNER_URL,
    TEMPLATE,
    as_owner,
    disconnect,
    django_connected_to,
    empty,
    make,
    owned,
)
from tests.practising import practise, practised, west_sussex  # noqa: F401
from tests.stages import (  # noqa: F401
    _django_db_helper,
    _stages_in_place,
    pytest_collection_modifyitems,
    stage,
    stages,
)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
REMEMBERED = settings.BASE_DIR / ".run" / "test-template"
MIGRATING = 1  # the advisory lock that one worker holds while it migrates


# Two busy cores are slow at times; what an example costs is not what these tests are about.
hypothesis.settings.register_profile("shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("shared")


def pytest_configure() -> None:
    """Each worker has its own broker and cache; styles need not be collected, nor passwords be slow to guess."""
    address = f"{settings.REDIS_URL.partition('?')[0]}?db={int(WORKER.removeprefix('gw')) + 1}"
    settings.CELERY_BROKER_URL = broker_address(address)
    settings.CACHES["default"]["LOCATION"] = cache_address(address)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector of garbage need not look through it each time."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    if not OWNER_URL:
        pytest.exit("Run the tests with `make test`, or under `python -m config.local.embedded exec --`.", returncode=4)
    with django_db_blocker.unblock():
        with as_owner() as owner:
            owner.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
                _make_template(owner)
        connection.settings_dict["NAME"] = DATABASE
        _clone()
    TransactionTestCase._fixture_teardown = lambda _: _clone()


def _clone() -> None:
    disconnect()
    make(DATABASE, TEMPLATE)


def _make_template(owner: psycopg.Connection) -> None:
    """Under another name until it is whole: a failed migration leaves no template for the next worker."""
    unfinished = f"{TEMPLATE}_unfinished"
    owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    remembered = REMEMBERED / f"{_fingerprint()}.sql"
    if remembered.exists():
        _postgres(
            "psql", unfinished, "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--file={remembered}"
        )
    _migrate(unfinished)
    if not remembered.exists():
        _remember(unfinished, remembered)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    owner.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE)))


def _remember(database: str, file: Path) -> None:
    """In one step at the end, since another run of the tests may be reading here; older ones are forgotten."""
    file.parent.mkdir(parents=True, exist_ok=True)
    older = list(file.parent.glob("*.sql"))
    unfinished = file.with_suffix(f".{os.getpid()}")
    _postgres("pg_dump", database, f"--file={unfinished}")
    unfinished.replace(file)
    for past in older:
        past.unlink(missing_ok=True)


def _fingerprint() -> str:
    """Changes with every migration. From the first migration on takes ten seconds; from the last, one."""
    also = ["casework/trail/operations.py", "requirements/base.txt"]
    sources = [*settings.BASE_DIR.glob("*/migrations/*.py"), *(settings.BASE_DIR / source for source in also)]
    content = [part for source in sorted(sources) for part in (os.fsencode(source.name), source.read_bytes())]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def _postgres(program: str, database: str, *options: str) -> None:
    address = f"{OWNER_URL.rpartition('/')[0]}/{database}"
    subprocess.run([postgres_binaries() / program, *options, address], check=True, stdout=subprocess.DEVNULL)


def _migrate(database: str) -> None:
    with django_connected_to(database, OWNER):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("grant")
