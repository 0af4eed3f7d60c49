"""Web server, worker and beat look at the database's guards before they serve."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.start import end_unguarded_start, refuse_unguarded_start
from tests.owner import OWNER, OWNER_URL, django_connected_to

PROCESSES = {
    "web": [sys.executable, "-c", "import config.wsgi"],
    "worker": [str(Path(sys.executable).parent / "celery"), "--app=config", "worker", "--concurrency=1"],
    "beat": [str(Path(sys.executable).parent / "celery"), "--app=config", "beat", "--pidfile=", "--schedule={}/beat"],
}


def test_a_start_on_a_guarded_database_goes_on_and_leaves_no_connection(transactional_db):
    refuse_unguarded_start()
    assert connection.connection is None


def test_a_start_on_a_database_without_a_guard_is_refused(transactional_db, owned):
    owned.execute("DROP TRIGGER append_only ON casework_viewing")
    with django_connected_to(owned.info.dbname, settings.DATABASE_APPLICATION_ROLE):
        for start, refusal in ((refuse_unguarded_start, ImproperlyConfigured), (end_unguarded_start, SystemExit)):
            with pytest.raises(refusal, match="casework_viewing has no trigger"):
                start()


def test_a_start_as_the_owner_is_refused(transactional_db, owned):
    with (
        django_connected_to(owned.info.dbname, OWNER),
        pytest.raises(ImproperlyConfigured, match=f"connects as {OWNER}"),
    ):
        refuse_unguarded_start()


@pytest.fixture
def started(tmp_path):
    """Each process, opened as the owner of the tables; none is left."""
    processes = {
        name: subprocess.Popen(
            [part.format(tmp_path) for part in command],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": OWNER_URL, "DATA_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in PROCESSES.items()
    }
    yield processes
    for process in processes.values():
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_web_server_worker_and_beat_refuse_a_database_that_they_open_as_its_owner(started):
    for name, process in started.items():
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 1, f"{name}: {said}"
        assert f"It connects as {OWNER}" in said, f"{name}: {said}"
