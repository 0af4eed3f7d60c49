"""The key of a form: made new for each blank form, always the same for the form of one row."""

from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db.models import Model

from casework.access import SignedInRequest
from casework.unsaved.queries import unsaved_text


def key_of(form_name: str, row: Model) -> UUID:
    """The key of the form `form_name` for the saved `row`."""
    return uuid5(NAMESPACE_URL, f"workbook:{form_name}:{row._meta.model_name}:{row.pk}")


def blank_key(request: SignedInRequest) -> UUID:
    """A new key, or that of the unsaved text with which its writer goes on ('?kept=…')."""
    try:
        wanted = UUID(request.GET.get("kept", ""))
    except ValueError:
        return uuid4()
    return wanted if unsaved_text(request.user, wanted) else uuid4()
