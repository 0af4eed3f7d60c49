"""The template database is made again when what it was made from has changed, and not otherwise."""

import pytest

from tests import template
from tests.owner import DATABASE, as_owner, drop, make


@pytest.fixture
def of_this_test(django_db_setup, no_stages, django_db_blocker, monkeypatch):
    """A template of its own, of the migrated database that all share."""
    name = f"{DATABASE}_template"
    monkeypatch.setattr(template, "TEMPLATE", name)
    with django_db_blocker.unblock():
        yield name
    drop(name)


def identity(name):
    with as_owner() as owner:
        return owner.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()


def test_it_is_made_once_and_again_when_the_code_has_changed(of_this_test, monkeypatch):
    migrated = identity(template.MIGRATED)
    make(f"{of_this_test}_unfinished")  # as a run leaves it that was killed
    template.provide()
    made = identity(of_this_test)
    template.provide()
    assert identity(of_this_test) == made
    monkeypatch.setattr(template, "APPS", template.APPS[1:])
    template.provide()
    assert identity(of_this_test) != made
    assert identity(template.MIGRATED) == migrated


def test_the_fingerprint_changes_with_a_file_s_name_and_with_its_text(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    seen = set()
    for name, text in (("a.py", "one"), ("a.py", "two"), ("b.py", "two")):
        (tmp_path / name).write_text(text)
        seen.add(template.fingerprint([tmp_path / name]))
    assert len(seen) == 3
