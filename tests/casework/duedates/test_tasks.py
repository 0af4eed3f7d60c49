"""Raised once for each stage and person, however often the task runs and on however many workers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection, transaction

from casework.absences import services as absences
from casework.duedates import services as duedates
from casework.duedates.models import DueDate, Reminder
from casework.duedates.reminders import services as reminders
from casework.duedates.tasks import remind
from casework.mail.models import OutgoingMail
from casework.notes import services as notes
from casework.notifications.models import Notification
from casework.referrals.models import Involvement
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.former import leave
from tests.told import shown_to
from workbook.summaries.models import InterventionSummary

SUMMARY = InterventionSummary(pk=7)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def due(cast, allocated):
    """Dora's summary, due in three weeks; nothing else runs."""
    DueDate.objects.running().update(cancelled_at=NOW)
    return duedates.start("summary_update", SUMMARY, family=allocated.family, owner=cast.dora, at=NOW)


def told():
    return sorted((row.stage, row.recipient.name) for row in Reminder.objects.select_related("recipient"))


def by_day(moment):
    """Noon of that day: nobody is reminded at night."""
    return moment.astimezone(NOW.tzinfo).replace(hour=12)


def test_reminder_before_the_date_goes_to_the_owner_only_and_not_too_early(cast, due):
    assert reminders.raise_reminders(now=by_day(due.remind_at - DAY)) == 0
    assert reminders.raise_reminders(now=by_day(due.remind_at + DAY)) == 1
    assert told() == [("before", "Dora Dale")]


def test_reminder_of_a_missed_date_goes_to_the_owner_and_the_managers_of_the_team(cast, due):
    assert reminders.raise_reminders(now=by_day(due.due_at + DAY)) == 3
    assert told() == [("missed", "Dev Dunn"), ("missed", "Dora Dale"), ("missed", "Mary Moss")]


def test_reminder_is_raised_once_however_often_the_task_runs(cast, due):
    for hours in range(0, 24 * 30, 3):
        reminders.raise_reminders(now=due.remind_at - DAY + hours * HOUR)
    assert told() == [
        ("before", "Dora Dale"), ("missed", "Dev Dunn"), ("missed", "Dora Dale"), ("missed", "Mary Moss"),
    ]  # fmt: skip
    assert Notification.objects.count() == OutgoingMail.objects.count() == 4


@pytest.mark.rule("C28")
def test_reminder_is_not_raised_at_night_but_in_the_morning(cast, due):
    night = (due.due_at + DAY).astimezone(NOW.tzinfo).replace(hour=3)
    assert reminders.raise_reminders(now=night) == 0
    assert reminders.raise_reminders(now=night.replace(hour=7)) == 3


def test_reminder_before_the_date_is_not_raised_after_it(cast, due):
    reminders.raise_reminders(now=by_day(due.due_at + 5 * DAY))
    assert {row.stage for row in Reminder.objects.all()} == {"missed"}


@pytest.mark.parametrize("end", [duedates.meet, duedates.cancel])
def test_reminder_is_not_raised_of_a_clock_met_or_cancelled(cast, due, allocated, end):
    end("summary_update", SUMMARY, at=NOW)
    assert reminders.raise_reminders(now=by_day(due.due_at + DAY)) == 0


def test_reminder_of_what_the_team_owns_goes_to_its_managers(cast, allocated):
    DueDate.objects.running().update(cancelled_at=NOW)
    due = duedates.start("summary_update", SUMMARY, family=allocated.family, at=NOW)
    reminders.raise_reminders(now=by_day(due.remind_at + DAY))
    assert told() == [("before", "Dev Dunn"), ("before", "Mary Moss")]


def test_reminder_goes_to_the_managers_where_the_owner_has_left(cast, due):
    with acting(cast.mary):
        change(cast.dora, is_active=False)
    reminders.raise_reminders(now=by_day(due.remind_at + DAY))
    assert told() == [("before", "Dev Dunn"), ("before", "Mary Moss")]


def test_reminder_is_raised_anew_for_a_replaced_clock(cast, due, allocated):
    reminders.raise_reminders(now=by_day(due.remind_at + DAY))
    again = duedates.start("summary_update", SUMMARY, family=allocated.family, owner=cast.dora, at=due.due_at)
    reminders.raise_reminders(now=by_day(again.remind_at + DAY))
    assert told() == [("before", "Dora Dale"), ("before", "Dora Dale")]


def test_reminder_names_the_family_in_the_application_and_nobody_in_the_mail(cast, due):
    reminders.raise_reminders(now=by_day(due.due_at + DAY))
    [each] = shown_to(cast.dora)
    assert each.text == "Ash: Update the intervention summary – overdue, Tue 24 Nov 2026"
    assert each.url == "", "its subject is not there"
    assert each.notification.mail.subject == "A date is overdue"


def test_remind_task_reads_the_clock(cast, due):
    with time_machine.travel(by_day(due.due_at + DAY), tick=False):
        assert [remind(), remind()] == [3, 0]


@pytest.mark.django_db(transaction=True)
def test_reminder_is_raised_once_by_concurrent_workers(cast, allocated):
    DueDate.objects.running().update(cancelled_at=NOW)
    with transaction.atomic():
        for pk in range(3):
            summary = InterventionSummary(pk=pk)
            duedates.start("summary_update", summary, family=allocated.family, owner=cast.dora, at=NOW)
    workers, start = 6, Barrier(6)

    def sweep(_):
        try:
            start.wait(10)
            return sum(reminders.raise_reminders(now=by_day(NOW + 40 * DAY)) for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        raised = list(pool.map(sweep, range(workers)))
    assert sum(raised) == 9
    assert Reminder.objects.count() == Notification.objects.count() == OutgoingMail.objects.count() == 9


def test_reminder_of_a_late_visit_leads_managers_to_it_and_its_author_to_writing_it_up(cast, allocated):
    at = by_day(NOW)
    DueDate.objects.running().update(cancelled_at=NOW)
    visit = notes.record(allocated.family, kind="home_visit", took_place_at=at, by=cast.dora, at=at)
    reminders.raise_reminders(now=at + 3 * DAY)
    page = f"/families/{allocated.family.pk}/notes/{visit.pk}/"
    assert [each.url for each in shown_to(cast.dora)] == [f"{page}write-up/"]
    for user in (cast.mary, cast.dev):
        assert [each.url for each in shown_to(user)] == [page]


def test_reminder_that_fails_does_not_hold_up_the_others(cast, due, monkeypatch):
    later = duedates.start("case_summary", Involvement(pk=1), family=due.family, owner=cast.dora, at=NOW + HOUR)
    raise_slice = reminders.raise_slice

    def fail_for_the_first(stage, dues, now):
        if due.pk in dues:
            raise RuntimeError("this row cannot be read")
        return raise_slice(stage, dues, now)

    monkeypatch.setattr(reminders, "raise_slice", fail_for_the_first)
    assert reminders.raise_reminders(now=by_day(later.due_at + DAY)) == 3


def test_reminder_goes_to_whoever_covers_on_the_day_and_not_to_a_former_cover(cast, due, time_machine):
    time_machine.move_to(NOW, tick=False)
    days = {"from_date": NOW.date(), "by": cast.mary, "at": NOW}
    absences.add(cast.dora, cover=cast.cora, until_date=NOW.date(), **days)
    later = days | {"from_date": NOW.date() + DAY}
    absences.add(cast.dora, cover=cast.sue, until_date=NOW.date() + 20 * DAY, **later)
    reminders.raise_reminders(now=by_day(due.remind_at + DAY))
    assert told() == [("before", "Dora Dale"), ("before", "Sue Sands")]


def test_reminder_goes_to_the_managers_of_the_day_and_not_to_a_former_one(cast, due):
    leave(cast.mary, by=cast.serena)
    reminders.raise_reminders(now=by_day(due.due_at + DAY))
    assert told() == [("missed", "Dev Dunn"), ("missed", "Dora Dale")]
