"""The floor of a page: a bare view that runs the page's own SQL raw, and answers with as many bytes."""

from collections.abc import Sequence

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from config.bench.measure import Clock, Cost, Statement, rolled_back

_statements: list[Statement] = []
_size = 0


def bare(request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        for sql, parameters in _statements:
            cursor.execute(sql, parameters)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse(b"x" * _size)


urlpatterns = [path("", bare)]


def floor_of(statements: Sequence[Statement], size: int) -> Cost:
    """What the bare view costs."""
    global _size
    _statements[:], _size = statements, size
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]), rolled_back("20s"):
        client = Client(SERVER_NAME="localhost")
        client.handler.load_middleware()
        with Clock() as clock:
            answer = client.get("/")
    return Cost(answer.status_code, len(statements), 0, size, clock.processor, clock.database, clock.wall)
