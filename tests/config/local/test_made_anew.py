"""Data of an older commit, whose migrations were made anew since, are refused with what to do."""

from pathlib import Path

import psycopg
import pytest

from config.local import made_anew
from config.local.made_anew import MadeAnew, note_migrations, refuse_other_migrations
from tests.owner import OWNER_URL, owned  # noqa: F401

HOME = Path("/place/data")


@pytest.fixture
def address(owned):  # noqa: F811
    return psycopg.conninfo.make_conninfo(OWNER_URL, dbname=owned.info.dbname)


def test_data_made_by_these_migrations_are_read(address):
    note_migrations(address)
    refuse_other_migrations(address, HOME)


def test_data_made_before_anything_was_noted_are_refused(address):
    with pytest.raises(MadeAnew, match=r"(?s)/place/data.*make demo"):
        refuse_other_migrations(address, HOME)


def test_data_of_a_migration_that_was_made_anew_are_refused(address, monkeypatch):
    note_migrations(address)
    now = made_anew._fingerprints()
    monkeypatch.setattr(made_anew, "_fingerprints", lambda: now | {"casework.0001_initial": "another"})
    with pytest.raises(MadeAnew, match="older version"):
        refuse_other_migrations(address, HOME)


def test_data_of_a_migration_that_is_not_here_are_refused(address, monkeypatch):
    note_migrations(address)
    here = {name: made for name, made in made_anew._fingerprints().items() if name != "casework.0003_search"}
    monkeypatch.setattr(made_anew, "_fingerprints", lambda: here)
    with pytest.raises(MadeAnew):
        refuse_other_migrations(address, HOME)


def test_data_that_a_new_migration_will_change_are_read(address, monkeypatch):
    note_migrations(address)
    now = made_anew._fingerprints()
    monkeypatch.setattr(made_anew, "_fingerprints", lambda: now | {"casework.0002_more": "new"})
    refuse_other_migrations(address, HOME)


def test_empty_database_is_no_older_data(address, owned):  # noqa: F811
    owned.execute("DROP SCHEMA public CASCADE")
    refuse_other_migrations(address, HOME)
