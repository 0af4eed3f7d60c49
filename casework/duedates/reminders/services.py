"""Raising reminders, in sets: a statement for each stage and slice of due dates, with its notifications and mails."""

import logging
from collections.abc import Iterator
from datetime import datetime
from time import monotonic

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from casework import practice
from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.reminders import queries
from casework.notifications.services import Recipient, notify_each
from casework.practice import calendar
from casework.trail.acting import acting
from casework.users.services import robot

logger = logging.getLogger(__name__)

# The kinds of notification by which a stage is announced.
KINDS = {Stage.BEFORE: "date_due_soon", Stage.MISSED: "date_overdue"}
# Due dates whose rows are held at once: a fraction of a second, in which nobody can meet one of them.
SLICE = 1000
# Seconds after which a run ends, and the next tick goes on: less than lie between two ticks, or the broker waits.
PATIENCE = 240
INSERT = """
INSERT INTO {table} (due_date_id, recipient_id, stage, raised_at)
SELECT due_date_id, recipient_id, %(stage)s, %(now)s FROM ({recipients}) AS found
ON CONFLICT DO NOTHING RETURNING due_date_id, recipient_id
"""


def raise_reminders(*, now: datetime, patience: float = PATIENCE) -> int:
    """Raise what is due and not yet raised; return how many. May run in several processes, or after a day's pause."""
    if not calendar.may_remind_at(now, practice.current().settings):
        return 0
    end = monotonic() + patience
    with acting(robot("reminders")):
        return sum(_raise(stage, dues, now) for stage, dues in _slices(now) if monotonic() < end)


def _slices(now: datetime) -> Iterator[tuple[Stage, list[int]]]:
    for stage in (Stage.MISSED, Stage.BEFORE):
        ids = list(queries.waiting(stage, now).values_list("pk", flat=True))
        for start in range(0, len(ids), SLICE):
            yield stage, ids[start : start + SLICE]


def _raise(stage: Stage, dues: list[int], now: datetime) -> int:
    """How many were raised for this slice. What fails with one of its rows does not hold up the others."""
    try:
        return raise_slice(stage, dues, now)
    except OperationalError:
        # The database is busy or away; it is tried again at the next run.
        logger.exception("The reminders of %s due dates could not be raised.", len(dues))
        return 0
    except Exception:
        if len(dues) == 1:
            logger.exception("The reminders of due date %s could not be raised.", dues[0])
            return 0
        half = len(dues) // 2
        return _raise(stage, dues[:half], now) + _raise(stage, dues[half:], now)


@transaction.atomic
def raise_slice(stage: Stage, dues: list[int], now: datetime) -> int:
    """Raise those of `dues` that still wait and that nobody else holds; return how many reminders there are of them."""
    # Another process that holds a row raises its reminders, or has just met it.
    claimed = queries.among(queries.waiting(stage, now), dues).select_for_update(skip_locked=True, no_key=True)
    family_of = dict(claimed.values_list("pk", "family_id"))
    raised = _insert(stage, [*family_of], now)
    told = [Recipient(user, family_of[due], due) for due, user in raised]
    notify_each(KINDS[stage], told, of=DueDate, at=now)
    return len(raised)


def _insert(stage: Stage, dues: list[int], now: datetime) -> list[tuple[int, int]]:
    """Pairs of due date and recipient that were not there before."""
    if not dues:
        return []
    found, values = queries.recipients(dues, stage, timezone.localdate(now))
    with connection.cursor() as cursor:
        statement = INSERT.format(table=Reminder._meta.db_table, recipients=found)
        cursor.execute(statement, values | {"stage": stage, "now": now})
        return cursor.fetchall()
