"""A place that cannot be used is said in a sentence, where something starts."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.local.run import CannotRun, _refuse_unreachable, _servers
from config.places import trouble_with_database, trouble_with_folder
from config.start import refuse_unguarded_start

NOBODY = "postgres://somebody:secret@127.0.0.1:1/workbook"


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_folder_that_can_be_written_to_is_made_and_no_trouble(tmp_path):
    assert trouble_with_folder(tmp_path / "made" / "too") == ""
    assert list((tmp_path / "made" / "too").iterdir()) == []


def test_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path):
    (tmp_path / "file").touch()
    assert trouble_with_folder(tmp_path / "file" / "in") == (
        f"DATA_DIR is {tmp_path / 'file' / 'in'}, which cannot be written to (Not a directory)."
    )


@pytest.mark.django_db
def test_database_that_answers_is_no_trouble():
    assert trouble_with_database(connection) == ""


def test_what_serves_does_not_start_where_it_cannot_write_its_documents(transactional_db, settings):
    settings.DATA_DIR = Path("/dev/null/files")
    with pytest.raises(ImproperlyConfigured, match="DATA_DIR is /dev/null/files"):
        refuse_unguarded_start()


@pytest.mark.slow
def test_web_server_says_in_one_sentence_that_the_database_does_not_answer():
    done = python("-c", "import config.wsgi", DATABASE_URL=NOBODY)
    assert done.returncode == 1
    assert done.stderr.startswith("The database of DATABASE_URL does not answer: ")
    assert done.stderr.count("\n") == 1
    assert "Connection refused" in done.stderr and "secret" not in done.stderr


@pytest.mark.slow
def test_command_ends_with_a_sentence_and_without_a_traceback_where_the_database_does_not_answer():
    """After ten seconds in which it is tried, and of which the log has one line."""
    done = python("manage.py", "migrate", DATABASE_URL=NOBODY, DEBUG="0")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The database of DATABASE_URL does not answer: ")
    assert "Traceback" not in done.stderr and "secret" not in done.stderr
    assert done.stderr.count("error connecting") == 1


# Of what libpq cannot read it repeats a part, which may be of the password.
@pytest.mark.parametrize("password", ["sec ret", "sec%zzret", "sec/ret"])
def test_run_repeats_nothing_of_an_address_that_cannot_be_read(password, monkeypatch):
    given = {"DATABASE_URL": f"postgres://u:{password}@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with ExitStack() as stack, pytest.raises((CannotRun, ImproperlyConfigured)) as said:
        _servers(stack)
        _refuse_unreachable(given)
    assert str(said.value) == "DATABASE_URL must be the address of a PostgreSQL database: postgres://user@host/name."


def test_database_whose_address_has_an_unknown_option_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"dbname": "x", "option": "secret"})
    assert trouble_with_database(connection).endswith('invalid connection option "option"')


def test_run_says_which_of_the_given_servers_does_not_answer():
    with pytest.raises(CannotRun, match=r"The database that the environment names does not answer: .*refused") as said:
        _refuse_unreachable({"DATABASE_URL": NOBODY, "REDIS_URL": "redis://127.0.0.1:1/0"})
    assert "secret" not in str(said.value)
    given = {"DATABASE_URL": os.environ["DATABASE_URL"], "REDIS_URL": "redis://127.0.0.1:1/0"}
    with pytest.raises(CannotRun, match=r"The broker of REDIS_URL does not answer: .*refused"):
        _refuse_unreachable(given)
