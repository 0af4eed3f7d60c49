from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from casework.masks.current import put_on
from casework.masks.queries import mask_in_lists
from casework.masks.reading import reading_masked

OF_A_FAMILY = "family_id"


class MaskMiddleware:
    """What the reader of a page may not read does not come out of the database.

    A page of one family gets its mask when the family is opened (`casework.access.open_family`), any other here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading_masked():
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if OF_A_FAMILY not in kwargs and request.user.is_authenticated:
            put_on(mask_in_lists(request.user.pk))
