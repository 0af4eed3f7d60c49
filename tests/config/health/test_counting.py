"""The processes of one server count together."""

import os
import re
import resource
from pathlib import Path

import pytest

from config.health.counting import FOLDER, PREFIX, RESERVED, count_together
from tests.saving.processes.conftest import Server

PAGES = 24


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_processes_of_a_server_count_together(transactional_db, tmp_path):
    server = Server(tmp_path, workers=2, TMPDIR=str(tmp_path))
    try:
        before = counted(server)
        assert before > 0
        for _ in range(PAGES):
            server.answers()
        assert counted(server) == before + PAGES
        assert len(list(tmp_path.glob(f"{PREFIX}*/counter_*.db"))) == 2
    finally:
        server.kill()


def counted(server):
    """How often the sign-in page was answered, as one of the processes tells it."""
    text = server.get("/metrics")
    return int(float(re.search(r'workbook_requests_total{method="GET",page="sign-in",status="200"} (.*)', text)[1]))


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv(FOLDER, raising=False)
    yield tmp_path
    os.environ.pop(FOLDER, None)


def test_room_for_the_numbers_is_taken_at_the_start(temporary):
    """A process that writes to a file without room by its memory is killed: a full disk would end the web server."""
    count_together()
    files = sorted(Path(os.environ[FOLDER]).iterdir())
    assert [file.name for file in files] == [f"counter_{os.getpid()}.db", f"histogram_{os.getpid()}.db"]
    assert all(file.stat().st_blocks * 512 >= RESERVED[file.name.partition("_")[0]] for file in files)


def test_process_that_finds_no_room_counts_for_itself(temporary):
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        count_together()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert FOLDER not in os.environ
    assert not list(temporary.rglob("*.db"))


def test_folder_of_a_server_that_is_gone_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv(FOLDER, raising=False)
    gone = tmp_path / f"{PREFIX}{os.getuid()}-99999999"
    gone.mkdir()
    count_together()
    assert not gone.exists()
    assert Path(os.environ.pop(FOLDER)) == tmp_path / f"{PREFIX}{os.getuid()}-{os.getppid()}"
