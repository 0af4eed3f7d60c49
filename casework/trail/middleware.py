from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from casework.trail.acting import on_page


class TrailMiddleware:
    """Each change made while a page is answered knows the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with on_page(request.path):
            return self.get_response(request)
