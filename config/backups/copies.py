"""Making a backup, and putting one back into an empty database."""

import json
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from config.backups import documents, programs
from config.backups.manifest import LEFT_OUT, TABLES, Manifest, differences, manifest_of

DUMP, MANIFEST, DOCUMENTS = "database.dump", "manifest.json", "documents"
ENCODING = "UTF8"
AS_AT_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class BackupRefused(Exception):
    """Why it was not made, or not put back; nothing was changed."""


def back_up(folder: Path, *, with_documents: bool) -> list[str]:
    """Write the database, what it holds and its documents to `folder`, which must be empty; people go on working.

    Gives a sentence for each document that could not be copied whole. Dump, manifest and the list of documents are of
    one moment: a file is there before its row is.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"{folder} is not empty. Name a new folder for each backup.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(AS_AT_ONE_MOMENT)
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        left_out = [f"--exclude-table-data={name}" for name in LEFT_OUT]
        dump = f"--file={folder / DUMP}"
        programs.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", *left_out, dump, of=connection)
        manifest = manifest_of(connection, made_at=timezone.now().isoformat(timespec="seconds"))
        found = list(documents.copy_out(folder / DOCUMENTS)) if with_documents else []
    # Written last: a backup without it was cut off.
    (folder / MANIFEST).write_text(json.dumps(manifest.as_json(), indent=1))
    return found


def restore(folder: Path) -> None:
    """Put the backup in `folder` into the database, which must be empty, and its documents where documents are kept.

    Its tables belong to whoever is connected; `manage.py grant` then gives the application its rights.
    """
    read_manifest(folder)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        if cursor.fetchall():
            raise BackupRefused("The database is not empty. Restore into a new one, and let nothing serve from it yet.")
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
        if encoding != ENCODING:
            raise BackupRefused(f"The database holds text as {encoding}; not every name fits. Make one in {ENCODING}.")
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    database = connection.settings_dict["NAME"]
    programs.run("pg_restore", *options, f"--dbname={database}", str(folder / DUMP), of=connection)
    documents.copy_back(folder / DOCUMENTS)


def verify(folder: Path) -> list[str]:
    """A sentence for each difference between the backup in `folder` and the database and documents of here and now."""
    kept = read_manifest(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(AS_AT_ONE_MOMENT)
        found = manifest_of(connection, made_at="")
        return [*differences(kept, found), *documents.faults()]


def read_manifest(folder: Path) -> Manifest:
    """What the backup in `folder` held; BackupRefused where it is none, or one that was cut off."""
    try:
        return Manifest.from_json(json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupRefused(f"{folder} holds no whole backup: its {MANIFEST} cannot be read.") from None
