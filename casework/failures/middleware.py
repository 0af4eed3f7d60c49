"""What a page waited for too long has a page of its own, and one family's saves leave threads to everybody else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from casework.access import families_for
from casework.failures.turns import TURNS
from casework.failures.waiting import Waited, answer_waited, waited_for


class WaitingMiddleware:
    """The last of all: a turn is taken only by what the session, the token and signing in have let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.turn = None
        try:
            return self.get_response(request)
        finally:
            if request.turn is not None:
                TURNS.give_back(request.turn)

    def process_view(
        self, request: Any, view: Callable[..., Any], args: tuple[Any, ...], parts: dict[str, Any]
    ) -> HttpResponse | None:
        family = parts.get("family_id")
        if request.method != "POST" or family is None:
            return None
        if not TURNS.take(family, waits=False):
            if not _may_see(request, family):
                return None  # the view refuses, at once and as for any family: that somebody saves here tells of it
            if not TURNS.take(family):
                return answer_waited(request, Waited.LOCK)
        request.turn = family
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        waited = waited_for(exception)
        return answer_waited(request, waited) if waited else None


def _may_see(request: Any, family: int) -> bool:
    return request.user.is_authenticated and families_for(request.user).filter(pk=family).exists()
