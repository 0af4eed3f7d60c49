"""A stored document as an attachment; the page that asks for it has opened the family."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse

from casework.access import FamilyAccess, refuse_copy
from casework.documents.models import Document, Printed
from casework.documents.queries import why_withdrawn

WITHDRAWN = (
    "This paper is not given any more to those who are not named. {} It is being made again without it: look again in "
    "a minute."
)


def attachment(document: Document) -> FileResponse:
    """The file for download, streamed; FileNotFoundError where it is not in the store any more.

    PermissionDenied where it tells a place that its reader may not know.
    """
    if because := why_withdrawn(document):
        raise PermissionDenied(WITHDRAWN.format(because))
    return FileResponse(
        document.file.open(), as_attachment=True, filename=document.name, content_type=document.content_type
    )


def printed_attachment(printed: Printed, access: FamilyAccess) -> FileResponse:
    """What was made, for a reader with this access; where it was withdrawn the whole of it for those named.

    Raises as `attachment`, and PermissionDenied for whoever reads the family only in an emergency.
    """
    refuse_copy(access)
    assert printed.document is not None  # it was made
    if printed.whole is not None and not why_withdrawn(printed.whole):
        return attachment(printed.whole)
    return attachment(printed.document)
