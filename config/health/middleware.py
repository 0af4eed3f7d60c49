"""The number of each request, the counting of answers, and what machines ask, which comes before session and host."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from config.health import request_ids
from config.health.metrics import REQUESTS, SECONDS
from config.health.urls import urlpatterns

Answering = Callable[[HttpRequest], HttpResponse]
UNKNOWN = "none"
METHODS = {"GET", "HEAD", "POST"}


class RequestIdMiddleware:
    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.id = request_ids.id_of(request.headers.get(request_ids.HEADER, ""))
        token = request_ids.current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_ids.current.reset(token)
        response[request_ids.HEADER] = request.id
        return response


class CountingMiddleware:
    """By the name of the page: an address would name a family, and there are too many of them."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = monotonic()
        response = self.get_response(request)
        method = request.method if request.method in METHODS else UNKNOWN
        page = request.resolver_match.view_name if request.resolver_match else UNKNOWN
        REQUESTS.labels(page or UNKNOWN, method, response.status_code).inc()
        SECONDS.labels(method).observe(monotonic() - begun)
        return response


class MachinesMiddleware:
    """Answers them here: they come by an address that is no host of the product's, and have no session."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response
        self.paths = {f"/{each.pattern}" for each in urlpatterns}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in self.paths:
            request.resolver_match = resolve(request.path)
            return request.resolver_match.func(request)
        return self.get_response(request)
