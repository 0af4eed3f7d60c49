from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Pages by key: no counting over the rights' subquery, and no page that shifts while it is read."""

    page_size = 50
    ordering = "pk"
