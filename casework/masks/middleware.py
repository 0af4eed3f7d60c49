from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from casework.masks.queries import wear
from casework.masks.reading import reading_masked

OF_A_FAMILY = "family_id"


class MaskMiddleware:
    """What the reader of a page may not read does not come out of the database.

    The mask is on before the view begins, or whatever answers in its place, so that nothing is loaded without it: that
    of a family where the address names one, and that of lists for any other page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading_masked():
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if request.user.is_authenticated:
            wear(request.user.pk, kwargs.get(OF_A_FAMILY))
