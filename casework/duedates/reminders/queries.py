"""Which reminders are to be raised, and to whom: asked of the database for many due dates at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.absences.models import Absence
from casework.duedates.models import DueDate, DueDateQuerySet, Reminder, Stage
from casework.users.models import TeamMembership
from casework.users.roles import TEAM_MANAGERS


def waiting(stage: Stage, now: datetime) -> DueDateQuerySet:
    """Running due dates that have reached the stage, and of which nobody is reminded of it yet; the oldest first."""
    reminded = Reminder.objects.filter(due_date=OuterRef("pk"), stage=stage)
    reached = Q(due_at__lte=now) if stage == Stage.MISSED else Q(due_at__gt=now)
    # `remind_at` never lies after `due_at`: its index serves both stages.
    return DueDate.objects.running().filter(~Exists(reminded), reached, remind_at__lte=now).order_by("due_at", "pk")


def recipients(dues: Collection[int], stage: Stage, today: date) -> QuerySet:
    """For the due dates with these ids each recipient once, as pairs (id of the due date, id of the user).

    Before it is due: its owner and who covers for them today, and where there is nobody the managers of its team.
    Once it is overdue: all of them. None of them is somebody who has left.
    """
    rows = DueDate.objects.filter(pk__in=dues).order_by()
    owners = rows.filter(owner__is_active=True).values_list("pk", "owner")
    away = Absence.objects.on(today).filter(cancelled=False, cover__is_active=True)
    covers = rows.filter(owner__absences__in=away).values_list("pk", "owner__absences__cover")
    managing = TeamMembership.objects.on(today).filter(role__in=TEAM_MANAGERS, user__is_active=True)
    managers = rows.filter(team__memberships__in=managing)
    if stage == Stage.BEFORE:
        managers = managers.filter(~Q(owner__is_active=True) | Q(owner=None))
        managers = managers.exclude(Exists(away.filter(user=OuterRef("owner"))))
    return owners.union(covers, managers.values_list("pk", "team__memberships__user"))
