"""A backup is made while people work, put back into an empty database, and found to be the same, row by row."""

import json
from errno import EIO, ENOSPC
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.documents.services import store
from config.backups import documents
from tests.factories import NOW
from tests.owner import DATABASE, OWNER, OWNER_URL, django_connected_to, drop, make

PDF = b"%PDF of a pack"


def manage(*arguments):
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=said)
    return said.getvalue()


def problems(folder):
    """What `verify_backup` finds, as its sentences."""
    said = StringIO()
    with pytest.raises(CommandError, match="difference"):
        call_command("verify_backup", folder, stdout=StringIO(), stderr=said)
    return said.getvalue().splitlines()


@pytest.fixture
def backup(transactional_db, cast, ash, settings, tmp_path):
    """A family with a document, and the backup of both in a folder."""
    settings.DATA_DIR = tmp_path / "here"
    details = {"name": "Ash pack.pdf", "content_type": "application/pdf", "by": cast.bob, "at": NOW}
    ash.document = store(ash.family, content=PDF, **details)
    Session.objects.create(session_key="signed-in", session_data="", expire_date=timezone.now())
    with django_connected_to(DATABASE, OWNER):
        said = manage("back_up", tmp_path / "backup")
    assert said == f"The backup is in {tmp_path / 'backup'}.\n"
    ash.folder = tmp_path / "backup"
    return ash


@pytest.fixture
def restored(backup, settings, tmp_path):
    """Another machine: an empty database and an empty folder of files, into which the backup was put."""
    settings.DATA_DIR = tmp_path / "there"
    name = f"{DATABASE}_restored"
    make(name)
    with django_connected_to(name, OWNER):
        manage("restore", backup.folder)
        yield backup
    drop(name)


def change(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_restored_is_what_was_backed_up(restored):
    assert "The same as the backup" in manage("verify_backup", restored.folder)


def test_the_product_serves_from_what_was_restored(restored, cast, settings):
    manage("migrate", "--verbosity=0")
    manage("grant")
    with django_connected_to(connection.settings_dict["NAME"], settings.DATABASE_APPLICATION_ROLE):
        call_command("check", databases=["default"])
        client = Client()
        client.force_login(cast.sue)
        assert client.get(reverse("family", args=[restored.family.pk])).status_code == 200
        with restored.document.file.open() as file:
            assert file.read() == PDF


def test_nobody_is_signed_in_by_a_restore(restored):
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE django_migrations SET name = 'other'", "django_migrations: as many rows"),
        ("DELETE FROM casework_headline", "casework_headline: 0 rows"),
        ("DROP TABLE casework_reminder", "casework_reminder"),
        ("CREATE TABLE casework_new (id int)", "casework_new"),
        ("SELECT setval('casework_person_id_seq', 1)", "casework_person_id_seq"),
    ],
)
def test_what_differs_is_named(restored, statement, sentence):
    change(statement)
    assert [line for line in problems(restored.folder) if sentence in line]


def test_a_file_that_is_missing_or_is_another_is_named(restored, settings):
    file = settings.DATA_DIR / "documents" / restored.document.file.name
    file.chmod(0o600)
    file.write_bytes(PDF + b"!")
    assert problems(restored.folder) == [f"Document {restored.document.file.name}: its file is not what was stored."]
    file.unlink()
    assert problems(restored.folder) == [f"Document {restored.document.file.name}: its file is missing."]


def test_it_is_not_put_into_a_database_that_holds_something(restored):
    with pytest.raises(CommandError, match="The database is not empty"):
        manage("restore", restored.folder)


def test_it_is_not_put_into_a_database_of_another_encoding(backup):
    """It would fit at first, and the first name that does not would be an error."""
    name = f"{DATABASE}_latin"
    with psycopg.connect(OWNER_URL, dbname="postgres", autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        with django_connected_to(name, OWNER), pytest.raises(CommandError, match="holds text as LATIN1"):
            manage("restore", backup.folder)
    finally:
        drop(name)


def test_a_backup_takes_a_folder_of_its_own(backup):
    with pytest.raises(CommandError, match="is not empty"), django_connected_to(DATABASE, OWNER):
        manage("back_up", backup.folder)


def test_a_backup_says_which_document_is_missing(backup, settings, tmp_path):
    (settings.DATA_DIR / "documents" / backup.document.file.name).unlink()
    with pytest.raises(CommandError, match="1 documents in it are not whole"), django_connected_to(DATABASE, OWNER):
        manage("back_up", tmp_path / "second")


def test_one_that_was_cut_off_is_not_restored(backup):
    (backup.folder / "manifest.json").unlink()
    with pytest.raises(CommandError, match="no whole backup"):
        manage("restore", backup.folder)


def test_what_a_failing_program_says_is_said(backup, tmp_path):
    (backup.folder / "database.dump").write_bytes(b"cut")
    make(name := f"{DATABASE}_restored")
    with pytest.raises(CommandError, match="pg_restore failed"), django_connected_to(name, OWNER):
        manage("restore", backup.folder)
    drop(name)


def test_the_list_of_what_it_holds_has_no_word_of_a_case(backup):
    kept = json.loads((backup.folder / "manifest.json").read_text())
    assert set(kept) == {"made_at", "tables", "sequences"}
    assert all(set(table) == {"rows", "digest"} for table in kept["tables"].values())
    assert kept["tables"]["casework_family"]["rows"] >= 1


@pytest.mark.parametrize("name", ["../outside/file", "/tmp/outside-of-everything/file"])
def test_a_name_that_leads_out_of_the_folder_is_named_and_not_followed(name, tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path / "here"
    monkeypatch.setattr(documents, "documents", lambda: iter([(name, "0" * 64)]))
    named = [f"Document {name}: its name leads out of the folder of documents."]
    outside = tmp_path / "outside" / "file"
    assert list(documents.copy_out(tmp_path / "backup")) == list(documents.faults()) == named
    assert not outside.parent.exists() and not Path(name).parent.exists()
    outside.parent.mkdir()
    outside.write_bytes(b"something else of this machine")
    documents.copy_back(tmp_path / "backup")
    assert not settings.DATA_DIR.exists()


def test_a_full_disk_is_not_taken_for_missing_documents(backup, tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(documents, "_copied", full)
    with django_connected_to(DATABASE, OWNER), pytest.raises(CommandError, match="No space left on device"):
        manage("back_up", tmp_path / "other")
    with pytest.raises(CommandError, match="holds no whole backup"):
        manage("verify_backup", tmp_path / "other")


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_copied(backup, tmp_path, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError(EIO, "Input/output error")

    monkeypatch.setattr(documents, "_copied", broken)
    said = StringIO()
    with django_connected_to(DATABASE, OWNER), pytest.raises(CommandError, match="1 documents"):
        call_command("back_up", tmp_path / "other", stdout=StringIO(), stderr=said)
    name = backup.document.file.name
    assert said.getvalue() == f"Document {name}: its file cannot be read (Input/output error).\n"
