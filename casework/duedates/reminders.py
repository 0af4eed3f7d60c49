"""Which reminders are to be raised, and to whom. Asked by a sweep: 'due and not yet raised', never 'due today'."""

from django.db.models import Exists, F, OuterRef, Q

from casework.absences.reading import covers_of
from casework.duedates.models import DueDate, Reminder, Stage
from casework.users.holders import holders_of
from casework.users.roles import TEAM_MANAGERS


def stage_of(due, now):
    return Stage.MISSED if due.due_at <= now else Stage.BEFORE


def to_raise(now):
    """Running due dates that have a stage reached and nobody reminded of it yet."""
    reminded = Reminder.objects.filter(due_date=OuterRef("pk"))
    return (
        DueDate.objects.running()
        .filter(Q(remind_at__lte=now) | Q(due_at__lte=now))
        .exclude(Q(due_at__lte=now) & Exists(reminded.filter(stage=Stage.MISSED)))
        .exclude(Q(due_at__gt=now) & Exists(reminded.filter(stage=Stage.BEFORE)))
        .order_by(F("due_at"))
    )


def recipients(due, stage, today):
    """Before: whose duty it is and who covers for them today, and where nobody is there to do it their managers.

    Missed: all of them.
    """
    owner = [due.owner] if due.owner and due.owner.is_active else []
    owner += covers_of(due.owner, today) if due.owner else []
    if owner and stage == Stage.BEFORE:
        return owner
    return [*owner, *(manager for manager in _managers(due, today) if manager not in owner)]


def _managers(due, today):
    teams = [due.team_id] if due.team_id else due.family.familyteam_set.on(today).values("team")
    return holders_of(TEAM_MANAGERS, teams=teams, today=today)
