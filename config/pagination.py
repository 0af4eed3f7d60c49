from typing import Any, NoReturn

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination

from casework.sent import id_in


class KeysetPagination(CursorPagination):
    """Pages by key: no counting over the rights' subquery, and no page that shifts while it is read."""

    page_size = 50
    ordering = "pk"

    def decode_cursor(self, request: Any) -> Cursor | None:
        """The place that the address bears; a cursor that no page gave is refused as what cannot be understood."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            self._refuse()
        # The framework asks the database for whatever stands there.
        if cursor is not None and cursor.position is not None and id_in(str(cursor.position)) is None:
            self._refuse()
        return cursor

    def _refuse(self) -> NoReturn:
        raise ValidationError({self.cursor_query_param: ["No page gave this cursor."]})
