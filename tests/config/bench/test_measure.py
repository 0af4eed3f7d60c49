"""What one answer costs, as it is counted."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from casework.families.models import Family
from casework.trail.models import Viewing
from casework.users.models import User
from config.bench.floor import floor_of
from config.bench.measure import TIMED_OUT, Clock, fetched
from tests.opened_page import OpenedPageClient


def client_of(user):
    client = OpenedPageClient()
    client.force_login(user)
    return client


def test_measure_counts_queries_rows_and_bytes_and_leaves_nothing(ash, cast):
    client = client_of(cast.mary)
    viewings = Viewing.objects.count()
    costs = [fetched(client, f"/families/{ash.family.pk}/", by_index=True) for _ in range(2)]
    assert Viewing.objects.count() == viewings
    for cost in costs:
        assert cost.status == 200
        assert cost.size > 1_000
        assert cost.rows > 0
        assert any("viewing" in statement.sql for statement in cost.statements)
        assert len(cost.statements) == cost.queries
    assert costs[0].queries == costs[1].queries


def people(request):
    User.objects.in_bulk()
    return HttpResponse("x" * 7)


def asleep(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse()


urlpatterns = [path("people/", people), path("asleep/", asleep)]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_measure_counts_each_row_that_is_read(cast):
    assert fetched(Client(), "/people/")[:4] == (200, 1, User.objects.count(), 7)


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_measure_says_where_postgresql_gave_up(db):
    assert fetched(Client(), "/asleep/", limit="10ms").status == TIMED_OUT


def test_measure_tells_work_from_waiting(cast):
    with connection.cursor() as cursor, Clock() as clock:
        cursor.execute("SELECT pg_sleep(0.2)")
    assert clock.wall > 0.2
    assert clock.processor < 0.1
    assert clock.database < 0.1


def test_measure_of_the_floor_runs_the_same_statements(ash, cast):
    cost = fetched(client_of(cast.mary), "/families/")
    floor = floor_of(cost.statements, cost.size)
    assert (floor.status, floor.queries, floor.size) == (200, cost.queries, cost.size)
    assert Family.objects.count() == 1
