"""The test database is as production's: another role, append-only history, and nothing lifts that."""

from urllib.request import urlopen

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework.trail.protection import append_only_tables
from config import celery_app


def ask(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()


@pytest.mark.django_db
def test_tests_run_as_the_application_which_owns_nothing():
    assert ask("SELECT current_user") == ("workbook_app",)
    assert ask("SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == (0,)
    assert ask("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user") == (False,)


@pytest.mark.django_db
def test_the_application_cannot_lift_the_triggers():
    name = append_only_tables()[0]
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        ask(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
    with pytest.raises(ProgrammingError, match="session_replication_role"), transaction.atomic():
        ask("SET session_replication_role = replica")


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_one_test_commits_the_next_does_not_see(turn):
    """Twice, each finding the database as it was migrated."""
    assert not Session.objects.exists()
    Session.objects.create(session_key="left", session_data="", expire_date=timezone.now())
    assert ask("SELECT count(*) FROM django_migrations") > (0,)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_live_server_starts_from_a_fresh_clone_too(live_server, turn):
    assert not Session.objects.exists()
    with urlopen(live_server.url + reverse("sign-in")) as answer:
        assert answer.status == 200
    Session.objects.create(session_key="left", session_data="", expire_date=timezone.now())


@pytest.mark.django_db
def test_each_worker_has_its_own_part_of_the_broker_and_its_own_database(worker_id):
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id != "master" else 1
    assert celery_app.conf.broker_url.endswith(f"?virtual_host={number}")
    assert ask("SELECT current_database()") == (f"test_gw{number - 1}",)


def test_tasks_are_not_run_at_once_behind_a_test_s_back():
    assert not celery_app.conf.task_always_eager
