"""A kept document as an attachment; the page that asks for it has gone through the family's door."""

from django.http import FileResponse


def attachment(document):
    """The file to keep, streamed; FileNotFoundError where it is not in the store any more."""
    return FileResponse(
        document.file.open(), as_attachment=True, filename=document.name, content_type=document.content_type
    )
