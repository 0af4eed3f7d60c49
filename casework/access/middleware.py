from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from casework.trail.apart import knowing
from casework.trail.reading import keeping_answers


class RightsMiddleware:
    """While a page is only read, what its reader may see is asked once; see `casework.access.holdings`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with knowing({}):
            if request.method not in ("GET", "HEAD"):
                return self.get_response(request)
            with keeping_answers():
                return self.get_response(request)


class ViewingMiddleware:
    """Write who looked at which family after the view's own transaction and before the answer leaves.

    If that fails the answer is an error: nobody reads a record without a row that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        viewing = getattr(request, "viewing", None)
        if viewing is not None:
            viewing.at = timezone.now()
            viewing.status = response.status_code
            viewing.save()
        return response
