"""The script of a page says that it is open, and hears who else has it open."""

from django.http import JsonResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import SignedInRequest, open_family
from casework.open_pages import presenters, services


@require_POST
def open_page(request: SignedInRequest) -> JsonResponse:
    """For the page at `url`: answers `sentence`, which is empty where nobody else has it open."""
    path, now = request.POST.get("url", "")[:300], timezone.now()
    try:
        family_id = resolve(path).kwargs.get("family_id")
    except Resolver404:
        return JsonResponse({"sentence": ""}, status=400)
    if family_id is not None:
        open_family(request, family_id)
    if "left" in request.POST:
        services.forget_open(request.user, path)
        return JsonResponse({"sentence": ""})
    services.note_open(request.user, path, now)
    return JsonResponse({"sentence": presenters.who_else(path, request.user, now)})
