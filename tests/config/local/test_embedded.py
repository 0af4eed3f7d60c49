"""The servers for development: nothing is lost, nothing is left behind, and two checkouts never meet."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from config.local.cluster import APPLICATION, OWNER
from config.local.embedded import forget
from config.local.servers import Servers
from config.local.wheels import ServersFailed

ROOT = Path(__file__).resolve().parents[3]


def executing(*command, keep=None, **options):
    keeping = ["--keep", str(keep)] if keep else []
    return subprocess.Popen(
        [sys.executable, "-m", "config.local.embedded", "exec", *keeping, "--", *map(str, command)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        **options,
    )


def ended_within(seconds, pid):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def folder(open_folder):
    return open_folder / "data"


def note(servers):
    return psycopg.connect(servers.address(OWNER), autocommit=True)


def test_what_was_committed_survives_the_killing_of_the_server(folder):
    with Servers(folder) as servers:
        with note(servers) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('here')")
        for part in servers.parts:
            os.kill(part.child.process.pid, signal.SIGKILL)
    with Servers(folder) as servers, note(servers) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("here",)]


def test_jobs_survive_the_killing_of_the_broker(folder):
    with Servers(folder) as servers:
        redis.from_url(servers.environment["REDIS_URL"]).lpush("jobs", "remind")
        time.sleep(1.1)  # the append-only file is written through each second
        os.kill(servers.parts[-1].child.process.pid, signal.SIGKILL)
    with Servers(folder) as servers:
        assert redis.from_url(servers.environment["REDIS_URL"]).lrange("jobs", 0, -1) == [b"remind"]


def test_the_application_owns_nothing_and_creates_nothing(folder):
    with Servers(folder) as servers, psycopg.connect(servers.address(APPLICATION)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (word text)")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TEMPORARY TABLE mine (word text)")


def test_nothing_listens_on_the_network(folder):
    with Servers(folder) as servers, psycopg.connect(servers.address("postgres", "postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert redis.from_url(servers.environment["REDIS_URL"]).config_get("port") == {"port": "0"}


def test_a_second_process_uses_the_servers_of_the_first_and_leaves_them_running(folder):
    with Servers(folder) as first:
        with Servers(folder) as second:
            assert second.environment == first.environment
            assert not second.parts
        with note(first) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_folders_have_two_servers(folder):
    with Servers(folder) as one, Servers(folder.parent / "other") as other:
        assert one.environment["DATABASE_URL"] != other.environment["DATABASE_URL"]
        assert one.environment["REDIS_URL"] != other.environment["REDIS_URL"]


@pytest.mark.parametrize("name", ["long" * 25, "with a space"])
def test_a_path_too_long_or_odd_for_a_socket_is_no_matter(folder, name):
    with Servers(folder.parent / name) as servers:
        sockets = servers.sockets
        redis.from_url(servers.environment["REDIS_URL"]).ping()
    assert not sockets.exists()


def test_exec_returns_the_status_of_its_command_and_leaves_nothing():
    process = executing("sh", "-c", 'echo "$DATABASE_URL $DATA_DIR"; exit 7')
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 7
    url, files = said.split()
    assert url.startswith("postgres://workbook_app@")
    assert not Path(files).parent.exists()


def test_exec_stops_at_sigterm_with_its_command_and_its_servers():
    show = "SELECT pg_backend_pid()"
    script = f"""
import os, time, psycopg
print(os.getpid(), psycopg.connect(os.environ["DATABASE_URL"]).execute({show!r}).fetchone()[0], flush=True)
time.sleep(60)
"""
    process = executing(sys.executable, "-c", script)
    pids = process.stdout.readline().split()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert all(ended_within(5, pid) for pid in pids)


def test_exec_stops_at_sigint_also_when_started_with_it_ignored():
    process = executing(
        "sh",
        "-c",
        "echo started; exec sleep 60",
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 128 + signal.SIGINT


def test_servers_end_with_a_launcher_that_is_killed(folder):
    process = executing("sh", "-c", "echo started; exec sleep 60", keep=folder)
    process.stdout.readline()
    postmaster = (folder / "postgres" / "postmaster.pid").read_text().split()[0]
    process.kill()
    process.wait()
    assert ended_within(20, postmaster)
    with Servers(folder) as servers, note(servers) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_what_was_kept_is_forgotten_when_asked_but_not_while_it_is_served(folder):
    with Servers(folder), pytest.raises(ServersFailed, match="running"):
        forget(folder)
    forget(folder)
    assert not folder.exists()


def test_a_folder_of_binaries_that_has_none_is_named(folder, monkeypatch):
    monkeypatch.setenv("EMBEDDED_POSTGRES_BIN", "/nowhere")
    with pytest.raises(ServersFailed, match=r"EMBEDDED_POSTGRES_BIN.*/nowhere"), Servers(folder):
        pass
