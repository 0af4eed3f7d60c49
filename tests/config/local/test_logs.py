"""Logs are kept over starts, and cut into files that do not grow for ever."""

import stat
import subprocess

import pytest

from config.local import logs
from config.local.logs import Log


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 1000)
    return Log(tmp_path / "web.log")


def test_log_keeps_what_was_written_before_and_shows_what_the_last_process_wrote(log):
    for word in ("first", "second"):
        with log.opened() as file:
            file.write(f"the {word} process\n".encode())
    assert log.file.read_text().count("--- started ") == 2
    assert "the first process" in log.file.read_text()
    assert "the second process" in log.tail() and "the first process" not in log.tail()


def test_log_that_has_grown_begins_a_new_file_while_its_process_goes_on_writing(log):
    with log.opened() as file:
        process = subprocess.Popen(
            ["sh", "-c", "echo before; read word; echo $word"], stdin=subprocess.PIPE, stdout=file
        )
    while "before" not in log.file.read_text():
        pass
    with log.file.open("a") as more:
        more.write("x" * 1000)
    log.rotate()
    process.communicate(b"after\n")
    assert log.file.read_text() == "after\n" == log.tail()
    assert "before" in log.file.with_name("web.log.1").read_text()


def test_log_keeps_five_older_files_and_no_more(log):
    for number in range(8):
        log.file.write_text(f"{number}" * 1000)
        log.rotate()
    names = sorted(file.name for file in log.file.parent.iterdir())
    assert names == ["web.log", *(f"web.log.{number}" for number in range(1, 6))]
    assert log.file.with_name("web.log.1").read_text()[0] == "7"
    assert log.file.with_name("web.log.5").read_text()[0] == "3"


def test_log_that_is_small_stays(log):
    log.file.write_text("little")
    log.rotate()
    assert log.file.read_text() == "little"


def test_log_is_for_its_owner_alone(log):
    log.opened().close()
    assert stat.S_IMODE(log.file.stat().st_mode) == 0o600
