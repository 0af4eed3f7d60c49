"""Each version of what was finished, and its PDF."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.documents.states import PrintState
from casework.documents.views import printed_attachment
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.frozen import presenters, services
from casework.frozen.models import Frozen
from casework.frozen.queries import frozen_of, in_error_since
from casework.frozen.registry import KINDS
from casework.refusal import Refusal

ASKED_FIRST = "Say first who must not have it, and whether it is safe to keep at home. Then come back for the PDF."
IN_ERROR_SINCE = "Something in this PDF was recorded in error since it was made. Make it again: then it says so."
FILE_LOST = "The file is not there any more. Make the PDF again: it shows the same text."


def found_in(family: Family, frozen_id: int) -> tuple[Frozen, Any]:
    """The finished record of this family, and its row; Http404 for another's."""
    found = frozen_of(family, frozen_id)
    if found is None:
        raise Http404
    frozen, row = found[0], found[1]
    row.family = family
    return frozen, row


def asked_first(request: SignedInRequest, found: Frozen, row: Any) -> HttpResponse | None:
    """The way to what is asked before it is printed; None where that was."""
    address = KINDS[found.kind].asked_first(row, timezone.localdate())
    if address:
        messages.error(request, ASKED_FIRST)
    return redirect(address) if address else None


@require_safe
def frozen(request: SignedInRequest, family_id: int, frozen_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found, row = found_in(family, frozen_id)
    context = {
        "heading": found.contents["title"],
        "finished": presenters.record_of(found, row, request.user, family.access),
        "page_url": presenters.page_of(found, row),
    }
    page = family_page(family, KINDS[found.kind].section, **context)
    return render(request, "casework/frozen/frozen.html", page)


@require_GET
def download(request: SignedInRequest, family_id: int, frozen_id: int) -> HttpResponse | FileResponse:
    """The PDF as a file to keep; the viewing is noted as on a page."""
    family = open_family(request, family_id)
    found, row = found_in(family, frozen_id)
    printed = getattr(found, "print", None)
    if printed is None or printed.state != PrintState.MADE:
        raise Http404
    if first := asked_first(request, found, row):
        return first
    if in_error_since(found, row.family_id, printed.wanted_at):
        messages.error(request, IN_ERROR_SINCE)
        return redirect("frozen", row.family_id, found.pk)
    try:
        return printed_attachment(printed, family.access)
    except FileNotFoundError:
        messages.error(request, FILE_LOST)
        return redirect("frozen", row.family_id, found.pk)


@require_POST
def make_print(request: SignedInRequest, family_id: int, frozen_id: int) -> HttpResponse:
    found, row = found_in(open_family(request, family_id, Can.RECORD), frozen_id)
    if first := asked_first(request, found, row):
        return first
    try:
        services.print_record(found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The PDF is being made. Open this page again in a minute.")
    return redirect("frozen", row.family_id, found.pk)
