"""The script of a page says that it is open, and hears who else has it open."""

from django.http import JsonResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import SignedInRequest
from casework.addresses import page_at
from casework.open_pages import presenters, services


@require_POST
def open_page(request: SignedInRequest) -> JsonResponse:
    """For the page at `url`: answers `sentence`, which is empty where nobody else has it open.

    It opens for those who may open that page, and for nobody where the page is none of an act.
    """
    path, now = request.POST.get("url", "")[:300], timezone.now()
    if "left" in request.POST:
        services.forget_open(request.user, path)
        return JsonResponse({"sentence": ""})
    try:
        place = resolve(path)
        page = page_at(place, request)
    except (Resolver404, AttributeError):
        return JsonResponse({"sentence": ""}, status=400)
    page.open(**place.kwargs)
    services.note_open(request.user, path, now)
    return JsonResponse({"sentence": presenters.who_else(path, request.user, now)})
