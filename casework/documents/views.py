"""A stored document as an attachment; the page that asks for it has opened the family."""

from django.http import FileResponse

from casework.documents.models import Document


def attachment(document: Document) -> FileResponse:
    """The file for download, streamed; FileNotFoundError where it is not in the store any more."""
    return FileResponse(
        document.file.open(), as_attachment=True, filename=document.name, content_type=document.content_type
    )
