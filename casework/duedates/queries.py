"""Which clocks run, and which reminders are to be raised, and to whom."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from casework.access.queries import current_covers
from casework.duedates.models import DueDate, Reminder, Stage
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS


def stage_of(due: DueDate, now: datetime) -> Stage:
    return Stage.MISSED if due.due_at <= now else Stage.BEFORE


def due_for_reminder(now: datetime) -> QuerySet[DueDate]:
    """Running due dates that have a stage reached and nobody reminded of it yet."""
    reminded = Reminder.objects.filter(due_date=OuterRef("pk"))
    return (
        DueDate.objects.running()
        .filter(Q(remind_at__lte=now) | Q(due_at__lte=now))
        .exclude(Q(due_at__lte=now) & Exists(reminded.filter(stage=Stage.MISSED)))
        .exclude(Q(due_at__gt=now) & Exists(reminded.filter(stage=Stage.BEFORE)))
        .order_by(F("due_at"))
    )


def reminder_recipients(due: DueDate, stage: Stage, today: date) -> list[User]:
    """Before it is due: its owner and who covers for them today, and where there is nobody their managers.

    Once it is overdue: all of them.
    """
    owner = [due.owner] if due.owner and due.owner.is_active else []
    owner += current_covers(due.owner, today) if due.owner else []
    if owner and stage == Stage.BEFORE:
        return owner
    return [*owner, *(manager for manager in _managers(due, today) if manager not in owner)]


def _managers(due: DueDate, today: date) -> Iterable[User]:
    return holders_of(TEAM_MANAGERS, teams=[due.team_id], today=today)


def running_clock(timescale: str, subject: Model) -> QuerySet[DueDate]:
    """The clock `timescale` of the row `subject`: one row where it runs, else none."""
    return DueDate.objects.running().of(subject).filter(timescale=timescale)
