from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.access import Can, SignedInRequest, open_family
from casework.documents.states import PrintState
from casework.documents.views import printed_attachment
from casework.in_error.queries import in_error_since
from casework.refusal import Refusal
from supervision.packs import services
from supervision.packs.presenters import as_at_of

IN_ERROR_SINCE = (
    "Something that this pack may hold was recorded in error since it was made, so it is given out no more. A pack "
    "that is made again is without it."
)
FILE_LOST = "The file of this pack is not there any more. Make the pack again, and tell whoever runs this product."


@require_GET
def download(request: SignedInRequest, family_id: int, pack_id: int) -> HttpResponseBase:
    """The made pack as a file to keep; the viewing is noted as on a page."""
    family = open_family(request, family_id)
    pack = get_object_or_404(family.pack_set.select_related("document", "whole"), pk=pack_id, state=PrintState.MADE)
    if not family.access.can(Can.INSPECT) and in_error_since(family, as_at_of(pack)):
        messages.error(request, IN_ERROR_SINCE)
        return redirect("supervision", family.pk, pack.supervision_id)
    try:
        return printed_attachment(pack, family.access)
    except FileNotFoundError:
        messages.error(request, FILE_LOST)
        return redirect("supervision", family.pk, pack.supervision_id)


@require_POST
def again(request: SignedInRequest, family_id: int, supervision_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.ARRANGE)
    supervision = get_object_or_404(family.groupsupervision_set, pk=supervision_id)
    try:
        services.ask_again(supervision, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The pack is being made again. Open this page again in a minute.")
    return redirect("supervision", family.pk, supervision.pk)
