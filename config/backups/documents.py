"""The documents of a backup: copied out of where they are kept, copied back, and compared with their hashes."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from casework.documents.models import Document

Row = tuple[str, str]
CHUNK = 1024 * 1024  # bytes


def documents() -> Iterator[Row]:
    """The file's name and the SHA-256 of its content, of each document in the database."""
    yield from Document.objects.order_by("pk").values_list("file", "sha256").iterator()


def copy_out(folder: Path) -> Iterator[str]:
    """Copy every document to `folder`; give a sentence for each that is missing or is not what was stored."""
    for name, digest in documents():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as stored, target.open("wb") as copy:
                found = _copied(stored, copy)
        except OSError:
            yield f"Document {name}: its file is missing."
            continue
        if found != digest:
            yield f"Document {name}: its file is not what was stored."


def copy_back(folder: Path) -> None:
    """Store every document of the database that `folder` has and the storage lacks."""
    for name, _ in documents():
        kept = folder / name
        if kept.is_file() and not default_storage.exists(name):
            with kept.open("rb") as content:
                default_storage.save(name, File(content))


def faults() -> Iterator[str]:
    """A sentence for each document whose file is missing, or whose content has another hash."""
    for name, digest in documents():
        try:
            with default_storage.open(name) as stored:
                found = _copied(stored, None)
        except OSError:
            yield f"Document {name}: its file is missing."
            continue
        if found != digest:
            yield f"Document {name}: its file is not what was stored."


def _copied(source: File, target: IO[bytes] | None) -> str:
    """The SHA-256 of all that `source` holds, written to `target` where there is one."""
    digest = sha256()
    for chunk in source.chunks(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
