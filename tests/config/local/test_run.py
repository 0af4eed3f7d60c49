"""`make run`: one command starts everything, and nothing is left when it is told to stop."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from config.local import ports, run

SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_APPLICATION_ROLE", "REDIS_URL")


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "STATE", tmp_path)
    return tmp_path


def processes_with(word: str) -> list[str]:
    commands = [place / "cmdline" for place in Path("/proc").iterdir() if place.name.isdigit()]
    found = []
    for command in commands:
        with contextlib.suppress(OSError):
            found.append(command.read_bytes().replace(b"\0", b" ").decode())
    return [command for command in found if word in command]


def started(folder, port):
    """As a shell starts it in the background: with Ctrl-C ignored."""
    own = {name: value for name, value in os.environ.items() if name not in SERVERS}
    return subprocess.Popen(
        [sys.executable, "-m", "config.local.run"],
        cwd=settings.BASE_DIR,
        env={**own, "RUN_DIR": str(folder), "PORT": str(port), "DATA_DIR": str(folder / "files")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )


def until_it_is_up(process):
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if "Ctrl-C" in line:
            break
    return said


def test_it_says_where_it_is_and_who_signs_in_stops_whole_and_keeps_the_data(open_folder):
    """By SIGINT the first time and by SIGTERM the second, both while a shell had it ignore Ctrl-C."""
    port = ports.any_free_port()
    for ending, filled in [(signal.SIGINT, True), (signal.SIGTERM, False)]:
        process = started(open_folder, port)
        said = until_it_is_up(process)
        assert f"http://{ports.HOST}:{port}/" in said, "\n".join(said)
        assert any("manager" in line.lower() for line in said)
        assert any("is filled" in line for line in said) == filled
        with urlopen(f"http://{ports.HOST}:{port}/sign-in/") as answer:
            assert "Family Safeguarding Workbook" in answer.read().decode()
        assert len(processes_with(str(open_folder))) >= 3  # PostgreSQL, Valkey and beat name it
        process.send_signal(ending)
        rest, _ = process.communicate(timeout=40)
        assert process.returncode == 0, rest
        assert not processes_with(str(open_folder))


def test_the_secret_is_made_once_and_is_for_its_owner_alone(state):
    assert run._secret() == run._secret()
    assert stat.S_IMODE((state / "secret").stat().st_mode) == 0o600


def test_a_second_run_in_the_same_checkout_is_refused(state):
    with run._alone(), pytest.raises(run.CannotRun, match="running already"), run._alone():
        pass


def test_a_chosen_port_in_use_is_refused_and_the_first_free_one_is_taken_else(monkeypatch):
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(ports.PortInUse, match=f"Port {port} is in use"):
            ports.chosen_port()
        monkeypatch.delenv("PORT")
        monkeypatch.setattr(ports, "FIRST_PORT", port)
        assert int(ports.chosen_port()) > port


def test_run_says_a_bad_port_in_one_line_and_starts_nothing(open_folder):
    process = started(open_folder, "abc")
    said, _ = process.communicate(timeout=40)
    assert process.returncode == 1
    assert said == "PORT must be a port, which is a number from 1 to 65535, not 'abc'.\n"
    assert not (open_folder / "data").exists()


def test_given_servers_are_used_and_none_are_started(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///elsewhere")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    with contextlib.ExitStack() as stack:
        assert run._servers(stack) is None


def test_one_server_without_the_other_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///elsewhere")
    monkeypatch.delenv("REDIS_URL")
    with contextlib.ExitStack() as stack, pytest.raises(run.CannotRun, match="DATABASE_URL is set alone"):
        run._servers(stack)


def test_a_database_of_one_s_own_is_not_emptied_unasked(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///elsewhere")
    monkeypatch.delenv("DEMONSTRATION", raising=False)
    with pytest.raises(run.CannotRun, match="DEMONSTRATION=1"):
        run._empty({})


def test_what_the_caller_sets_wins_over_the_demonstration_s_own(state, monkeypatch):
    monkeypatch.setenv("DEMONSTRATION", "0")
    monkeypatch.setenv("SECRET_KEY", "chosen")
    place = run._place()
    assert (place["DEMONSTRATION"], place["SECRET_KEY"]) == ("0", "chosen")
    assert place["BASE_URL"] == f"http://{ports.HOST}:{place['PORT']}"


@pytest.mark.parametrize(("role", "commands"), [("workbook_app", ["migrate", "grant"]), ("", ["migrate"])])
def test_the_application_is_granted_its_rights_after_migrating_where_it_has_a_role_of_its_own(
    monkeypatch, role, commands
):
    managed = []
    monkeypatch.setattr(run, "_manage", lambda environment, *arguments: managed.append(arguments[0]))
    run._migrate({"DATABASE_APPLICATION_ROLE": role})
    assert managed == commands
