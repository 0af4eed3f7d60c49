"""What machines ask is answered to them, without a session, and says nothing of a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.health import readiness

pytestmark = pytest.mark.django_db
NAMES = ("Ash", "Mia", "Ben", "Ann", "Sue", "invalid")


def parts(client):
    answer = client.get("/readyz")
    return answer.status_code, {name: part["ok"] for name, part in answer.json()["parts"].items()}


def test_process_that_lives_says_so_and_asks_nothing(client):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/healthz", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.json(), len(asked)) == (200, {"alive": True}, 0)
    assert "sessionid" not in answer.cookies
    assert client.post("/healthz").status_code == 405


def test_ready_is_only_where_every_part_works(client, ticked):
    assert parts(client) == (200, dict.fromkeys(["database", "broker", "tick", "mail", "papers"], True))


def test_tick_that_is_missing_or_old_is_not_ready(client):
    assert parts(client)[1]["tick"] is False
    readiness.tick(timezone.now() - timedelta(minutes=4))
    assert parts(client) == (503, {"database": True, "broker": True, "tick": False, "mail": True, "papers": True})


def test_broker_that_is_away_is_not_ready(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, found = parts(client)
    assert (status, found["broker"], found["tick"], found["database"]) == (503, False, False, True)


def test_database_that_is_away_is_not_ready_and_said_at_once(client, monkeypatch, ticked):
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"host": "127.0.0.1", "port": 1, "user": "x"})
    assert parts(client) == (503, {"database": False, "broker": True, "tick": True})


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7"}, 403),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}, 403),
        ("198.51.100.7", {}, 403),
        ("", {}, 403),
        ("198.51.100.7", {"Authorization": "Bearer wrong"}, 403),
        ("198.51.100.7", {"Authorization": "Bearer a-token"}, 200),
    ],
)
def test_metrics_are_read_from_this_machine_or_with_the_token(client, settings, address, headers, status):
    settings.METRICS_TOKEN = "a-token"
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_metrics_without_a_token_of_the_place_take_none(client, settings):
    settings.METRICS_TOKEN = ""
    headers = {"Authorization": "Bearer "}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR="198.51.100.7").status_code == 403


def test_metrics_count_answers_by_page_and_name_nobody(client, cast, ash, signed_in):
    signed_in(cast.sue).get(f"/families/{ash.family.pk}/")
    signed_in(cast.sue).get("/nowhere/at/all/")
    text = client.get("/metrics").content.decode()
    assert 'workbook_requests_total{method="GET",page="family",status="200"}' in text
    assert 'workbook_requests_total{method="GET",page="none",status="404"}' in text
    assert 'workbook_part_ok{part="database"} 1.0' in text
    assert "workbook_mails_set_aside 0.0" in text
    for name in (*NAMES, f"families/{ash.family.pk}", "nowhere"):
        assert name not in text
