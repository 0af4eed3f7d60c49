"""The cluster of the tests: its databases outlive a run, whatever went wrong makes a new one, and no two runs meet."""

import os
import shutil
import signal
import time

import psycopg
import pytest

from config.local import homes, reuse
from config.local.cluster import OWNER
from config.local.embedded import forget
from config.local.servers import Servers
from config.local.wheels import ServersFailed

LONG_AGO = time.time() - 2 * reuse.HOUR


@pytest.fixture
def link(open_folder, monkeypatch):
    """In a checkout of its own; homes are made beside it."""
    monkeypatch.setattr(homes, "MEMORY", open_folder / "memory")
    monkeypatch.setenv("TMPDIR", str(open_folder))
    monkeypatch.setattr(homes.tempfile, "tempdir", None)
    yield open_folder / "checkout" / ".run" / "tests"
    homes.tempfile.tempdir = None


@pytest.fixture
def claim(link):
    """Gives the claim of a run; all are let go at the end."""
    claims = []

    def make(made_by="this"):
        claims.append(reuse.claimed(link, made_by))
        return claims[-1]

    yield make
    for each in filter(None, claims):
        each._lock.close()


def owner_of(servers, database):
    return psycopg.connect(servers.address(OWNER, database), autocommit=True)


def make_database(servers, name):
    with owner_of(servers, "postgres") as owner:
        owner.execute(f"CREATE DATABASE {name}")


def databases(servers):
    with owner_of(servers, "postgres") as owner:
        return {name for (name,) in owner.execute("SELECT datname FROM pg_database")}


def test_a_database_outlives_the_run_and_files_and_jobs_do_not(link):
    with Servers(reuse=link) as first:
        make_database(first, "template_of_tests")
        (first.home / "files").mkdir()
    with Servers(reuse=link) as second:
        assert second.home == first.home
        assert "template_of_tests" in databases(second)
        assert not (second.home / "files").exists()


def test_after_a_server_was_killed_the_next_run_begins_anew(link):
    with Servers(reuse=link) as first:
        make_database(first, "half_made")
        os.kill(first.parts[0].child.process.pid, signal.SIGKILL)
    assert not first.home.exists()
    with Servers(reuse=link) as second:
        assert "half_made" not in databases(second)


def test_a_second_run_at_the_same_time_has_servers_of_its_own_and_leaves_nothing(link):
    with Servers(reuse=link) as first:
        with Servers(reuse=link) as second:
            assert second.environment["DATABASE_URL"] != first.environment["DATABASE_URL"]
        assert not second.home.exists()
        assert databases(first)


def test_it_is_removed_when_asked_but_not_while_tests_run(link):
    with Servers(reuse=link) as servers, pytest.raises(ServersFailed, match="running"):
        forget(link)
    assert servers.home.exists()
    forget(link)
    assert not servers.home.exists() and not link.is_symlink()


def test_a_run_that_was_killed_leaves_its_home_to_nobody(claim):
    claim().release(in_order=True)
    killed = claim()
    killed._lock.close()
    assert claim().home != killed.home
    assert not killed.home.exists()


def test_what_another_version_made_is_made_anew(claim):
    first = claim()
    first.release(in_order=True)
    same = claim()
    assert same.home == first.home
    same.release(in_order=True)
    assert claim(made_by="another").home != first.home


def test_a_copied_checkout_does_not_touch_the_home_of_the_first(claim, link):
    first = claim()
    first.release(in_order=True)
    other = link.parent.parent.parent / "copy" / "tests"
    other.parent.mkdir()
    other.symlink_to(first.home)
    of_copy = reuse.claimed(other, "this")
    assert of_copy.home != first.home
    of_copy.release(in_order=False)
    assert claim().home == first.home


def aged(home, since):
    os.utime(home / homes.TEMPORARY, (since, since))
    return home


def test_what_checkouts_and_killed_runs_left_behind_is_removed(claim, link):
    killed = aged(homes.temporary_home(), LONG_AGO)
    gone = claim()
    gone.release(in_order=True)
    aged(gone.home, LONG_AGO)
    shutil.rmtree(link.parent)
    reuse.remove_abandoned()
    assert not killed.exists() and not gone.home.exists()


def test_what_is_in_use_or_new_or_waits_for_its_checkout_stays(claim):
    new = homes.temporary_home()
    waiting = claim()
    waiting.release(in_order=True)
    aged(waiting.home, LONG_AGO)
    with Servers() as used:
        aged(used.home, LONG_AGO)
        reuse.remove_abandoned()
        assert new.exists() and waiting.home.exists() and used.home.exists()
    aged(waiting.home, time.time() - 2 * reuse.IDLE)
    reuse.remove_abandoned()
    assert not waiting.home.exists()


def test_nothing_is_removed_that_is_not_marked_as_temporary(link):
    kept = link.parents[2] / "workbook-data"
    kept.mkdir()
    (kept / "lock").touch()
    os.utime(kept / "lock", (0, 0))
    reuse.remove_abandoned()
    assert kept.exists()
