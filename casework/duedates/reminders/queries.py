"""Which reminders are to be raised, and to whom: asked of the database for many due dates at once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from casework.absences.models import Absence
from casework.duedates.models import DueDate, DueDateQuerySet, Reminder, Stage
from casework.users.models import TeamMembership, User
from casework.users.roles import TEAM_MANAGERS

# In SQL, from the few due dates outwards: a plan of the ORM's joins begins with all that a team ever owed.
RECIPIENTS = """
WITH due AS MATERIALIZED (SELECT id, owner_id, team_id FROM {due_date} WHERE id = ANY(%(dues)s)),
own AS MATERIALIZED (
    SELECT due.id AS due_date_id, owner.id AS recipient_id FROM due
    JOIN {user} AS owner ON owner.id = due.owner_id AND owner.is_active
  UNION
    SELECT due.id, cover.id FROM due
    JOIN {absence} AS absence ON absence.user_id = due.owner_id AND NOT absence.cancelled
        AND absence.from_date <= %(today)s AND absence.until_date >= %(today)s
    JOIN {user} AS cover ON cover.id = absence.cover_id AND cover.is_active
)
SELECT due_date_id, recipient_id FROM own
  UNION
SELECT due.id, manager.id FROM due
JOIN {membership} AS membership ON membership.team_id = due.team_id AND membership.role = ANY(%(managing)s)
    AND membership.from_date <= %(today)s AND (membership.until_date IS NULL OR membership.until_date >= %(today)s)
JOIN {user} AS manager ON manager.id = membership.user_id AND manager.is_active
WHERE %(all)s OR NOT EXISTS (SELECT FROM own WHERE own.due_date_id = due.id)
"""


def waiting(stage: Stage, now: datetime) -> DueDateQuerySet:
    """Running due dates that have reached the stage, and of which nobody is reminded of it yet; the oldest first."""
    reminded = Reminder.objects.filter(due_date=OuterRef("pk"), stage=stage)
    reached = Q(due_at__lte=now) if stage == Stage.MISSED else Q(due_at__gt=now)
    # `remind_at` never lies after `due_at`: its index serves both stages.
    return DueDate.objects.running().filter(~Exists(reminded), reached, remind_at__lte=now).order_by("due_at", "pk")


def among(rows: DueDateQuerySet, ids: Collection[int]) -> DueDateQuerySet:
    """Those of `rows` with these ids, which are one parameter however many they are."""
    return rows.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(ids)]))


def recipients(dues: Collection[int], stage: Stage, today: date) -> tuple[str, dict[str, Any]]:
    """A query and its values, for the due dates with these ids: `due_date_id` and `recipient_id`, each pair once.

    Before it is due: its owner and who covers for them today, and where there is nobody the managers of its team.
    Once it is overdue: all of them. None of them is somebody who has left.
    """
    tables = {"due_date": DueDate, "user": User, "absence": Absence, "membership": TeamMembership}
    query = RECIPIENTS.format(**{name: model._meta.db_table for name, model in tables.items()})
    managing = [role.value for role in TEAM_MANAGERS]
    return query, {"dues": list(dues), "today": today, "managing": managing, "all": stage == Stage.MISSED}
