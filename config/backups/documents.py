"""The documents of a backup: copied out of where they are kept, copied back, and compared with their hashes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from errno import EDQUOT, ENOSPC, EROFS
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from casework.documents.models import Document

Row = tuple[str, str]
CHUNK = 1024 * 1024  # bytes
NO_ROOM = {ENOSPC, EDQUOT, EROFS}


def documents() -> Iterator[Row]:
    """The file's name and the SHA-256 of its content, of each document in the database."""
    yield from Document.objects.order_by("pk").values_list("file", "sha256").iterator()


def copy_out(folder: Path) -> Iterator[str]:
    """Copy every document to `folder`; give a sentence for each that is missing or is not what was stored.

    Raises OSError where `folder` takes no more.
    """
    for name, digest in documents():
        if fault := _fault(name, digest, copy_to=folder):
            yield f"Document {name}: {fault}."


def copy_back(folder: Path) -> None:
    """Store every document of the database that `folder` has and the storage lacks."""
    for name, _ in documents():
        kept = folder / name
        if not _leads_out(name) and kept.is_file() and not default_storage.exists(name):
            with kept.open("rb") as content:
                default_storage.save(name, File(content))


def faults() -> Iterator[str]:
    """A sentence for each document whose file is missing, or whose content has another hash."""
    for name, digest in documents():
        if fault := _fault(name, digest):
            yield f"Document {name}: {fault}."


def _leads_out(name: str) -> bool:
    """Whether a folder that holds such a name would not hold its file. The database gives it, and is not believed."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts


def _fault(name: str, digest: str, copy_to: Path | None = None) -> str:
    """What is wrong with a document's file, which is copied to the folder `copy_to`; empty where nothing is."""
    if _leads_out(name):
        return "its name leads out of the folder of documents"
    try:
        with default_storage.open(name) as stored, _opened(copy_to, name) as copy:
            found = _copied(stored, copy)
    except FileNotFoundError:
        return "its file is missing"
    except OSError as reason:
        if reason.errno in NO_ROOM:
            raise
        return f"its file cannot be read ({reason.strerror or type(reason).__name__})"
    return "" if found == digest else "its file is not what was stored"


def _opened(folder: Path | None, name: str) -> AbstractContextManager[IO[bytes] | None]:
    """The copy of a document in `folder`, to be written; None where there is no folder."""
    if folder is None:
        return nullcontext()
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.open("wb")


def _copied(source: File, target: IO[bytes] | None) -> str:
    """The SHA-256 of all that `source` holds, written to `target` where there is one."""
    digest = sha256()
    for chunk in source.chunks(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
