"""Keeping a file: by its content, in the private store."""

from hashlib import sha256

from django.core.files.base import ContentFile

from casework.documents.models import Document
from casework.trail.acting import service


@service
def keep(family, *, name, content, content_type, by, at):
    """Store `content` (bytes) for the family."""
    digest = sha256(content).hexdigest()
    document = Document(
        family=family, name=name, content_type=content_type, size=len(content), sha256=digest, by=by, at=at
    )
    # The stored name says nothing about the family; people see `name`.
    document.file.save(f"{digest[:2]}/{digest}", ContentFile(content), save=False)
    document.save()
    return document
