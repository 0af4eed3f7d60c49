"""Reminders are raised in slices that several workers share, each once, and none is held up by another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.reminders import services as reminders
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from config.celery import app
from tests.factories import NOW

DAY = timedelta(days=1)
numbers = count(1)


@pytest.fixture
def fill(cast, allocated):
    """Adds due dates of Dora, Rick and nobody in turn: overdue ones, and such as are due tomorrow."""
    DueDate.objects.running().update(cancelled_at=NOW)

    def add(number, due_at=NOW + DAY):
        return DueDate.objects.bulk_create(
            DueDate(
                family=allocated.family, timescale="summary_update", subject_type="x", subject_id=next(numbers),
                started_at=NOW - 9 * DAY, remind_at=NOW - DAY, due_at=due_at, team=cast.north, owner=owner,
            )
            for _, owner in zip(range(number), [cast.dora, cast.rick, None] * number, strict=False)
        )  # fmt: skip

    return add


def raised():
    return sorted((row.due_date_id, row.recipient.name) for row in Reminder.objects.select_related("recipient"))


def test_reminders_of_many_take_the_queries_of_a_few(fill):
    fill(3)
    reminders.raise_reminders(now=NOW)
    fill(3)
    with CaptureQueriesContext(connection) as few:
        assert reminders.raise_reminders(now=NOW) == 4
    fill(30)
    with CaptureQueriesContext(connection) as many:
        assert reminders.raise_reminders(now=NOW) == 40
    assert len(many) == len(few)
    assert Notification.objects.count() == OutgoingMail.objects.count() == Reminder.objects.count() == 48


def test_reminders_come_with_a_notification_of_their_date_to_its_reader(fill, cast):
    [due] = fill(1)
    reminders.raise_reminders(now=NOW)
    [row] = cast.dora.notifications.all()
    assert (row.kind, row.subject_type, row.subject_id, row.family, row.at, row.values, row.by) == (
        "date_due_soon", "casework.DueDate", due.pk, due.family, NOW, {}, None,
    )  # fmt: skip
    assert row.mail.subject == "A date is due soon"


def test_reminders_end_when_patience_does_and_the_next_run_goes_on(fill, monkeypatch):
    monkeypatch.setattr(reminders, "SLICE", 2)
    fill(6)
    clock = iter([0, 1, 1, 9, 9, 9, 9])
    monkeypatch.setattr(reminders, "monotonic", lambda: next(clock))
    first = reminders.raise_reminders(now=NOW, patience=5)
    assert 0 < first < 8
    monkeypatch.setattr(reminders, "monotonic", lambda: 0)
    assert first + reminders.raise_reminders(now=NOW) == 8


def test_patience_is_less_than_a_tick_and_than_the_broker_waits():

    tick = app.conf.beat_schedule["remind"]
    assert reminders.PATIENCE < tick["schedule"] == tick["options"]["expires"]
    assert app.conf.broker_transport_options["visibility_timeout"] > reminders.PATIENCE


def test_slice_with_a_row_that_fails_is_raised_but_for_that_row(fill, monkeypatch, caplog):
    broken = fill(9)[4]
    notify_each = reminders.notify_each

    def refuse(kind, recipients, **values):
        if any(each.subject == broken.pk for each in recipients):
            raise RuntimeError("this row cannot be read")
        notify_each(kind, recipients, **values)

    monkeypatch.setattr(reminders, "notify_each", refuse)
    assert reminders.raise_reminders(now=NOW) == 11, "nine dates, three of them of two managers"
    assert broken.pk not in {due for due, _ in raised()}
    assert f"due date {broken.pk} could not be raised" in caplog.text
    monkeypatch.setattr(reminders, "notify_each", notify_each)
    assert reminders.raise_reminders(now=NOW) == 1


def test_slice_for_which_the_database_has_no_time_is_left_to_the_next_run(fill, monkeypatch):
    monkeypatch.setattr(reminders, "SLICE", 3)
    fill(3, due_at=NOW - DAY)
    fill(3)
    raise_slice, tried = reminders.raise_slice, []

    def busy(stage, dues, now):
        tried.append(stage)
        if stage == Stage.MISSED:
            raise OperationalError("canceling statement due to lock timeout")
        return raise_slice(stage, dues, now)

    monkeypatch.setattr(reminders, "raise_slice", busy)
    assert reminders.raise_reminders(now=NOW) == 4
    assert tried == [Stage.MISSED, Stage.BEFORE], "it is not tried row by row"


@pytest.mark.django_db(transaction=True)
def test_reminders_of_two_stages_are_raised_once_by_two_workers_in_slices(fill, cast, monkeypatch):
    monkeypatch.setattr(reminders, "SLICE", 7)
    with transaction.atomic():
        fill(60, due_at=NOW - DAY)
        fill(60)
    start = Barrier(2)

    def sweep(_):
        try:
            start.wait(10)
            return sum(reminders.raise_reminders(now=NOW) for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(sweep, range(2)))
    # Overdue: two managers each, and the forty owners; due soon: forty owners, and two managers of the other twenty.
    assert sum(found) == Reminder.objects.count() == 120 + 40 + 40 + 40
    assert Notification.objects.count() == OutgoingMail.objects.count() == Reminder.objects.count()


@pytest.mark.django_db(transaction=True)
def test_due_date_that_somebody_meets_at_this_moment_holds_up_no_other_and_is_not_reminded_of(fill):
    with transaction.atomic():
        dues = fill(3)
    held, done = Event(), Event()

    def meet(_):
        try:
            with transaction.atomic():
                DueDate.objects.filter(pk=dues[0].pk).update(met_at=NOW)
                held.set()
                assert done.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        meeting = pool.submit(meet, None)
        assert held.wait(10)
        assert reminders.raise_reminders(now=NOW) == 3
        done.set()
        meeting.result(10)
    assert dues[0].pk not in {due for due, _ in raised()}
    assert reminders.raise_reminders(now=NOW) == 0
