"""Who is reminded, asked for many due dates at once, is who would be reminded of each alone."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from casework.absences.models import Absence
from casework.access.queries import current_covers
from casework.duedates.models import DueDate, Reminder, Stage
from casework.duedates.reminders import queries
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import TeamMembership
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS, Role
from tests.factories import NOW, TeamFactory, UserFactory

TODAY, DAY = NOW.date(), timedelta(days=1)


def recipients_of(due, stage, today):
    """The definition, a due date at a time."""
    owner = [due.owner] if due.owner and due.owner.is_active else []
    owner += current_covers(due.owner, today) if due.owner else []
    if owner and stage == Stage.BEFORE:
        return set(owner)
    return {*owner, *holders_of(TEAM_MANAGERS, teams=[due.team_id], today=today)}


def some_days(random):
    """A period about today: over, running, or to come."""
    begins = TODAY + random.randint(-6, 2) * DAY
    return {"from_date": begins, "until_date": begins + random.randint(0, 5) * DAY}


def people(random):
    """Teams with managers of now and of before, workers who are away, cover, or have left."""
    teams, users = [TeamFactory() for _ in range(4)], [UserFactory() for _ in range(14)]
    for user in users:
        roles = random.sample([Role.TEAM_MANAGER, Role.DEPUTY, Role.SOCIAL_WORKER, Role.SERVICE_MANAGER], 2)
        for team in random.sample(teams, random.randint(0, 2)):
            for role in roles:
                days = some_days(random) if random.random() < 0.5 else {"from_date": TODAY - 9 * DAY}
                TeamMembership.objects.create(user=user, team=team, role=role, **days)
    for _ in range(12):
        away, cover = random.sample(users, 2)
        Absence.objects.create(user=away, cover=cover, cancelled=random.random() < 0.3, **some_days(random))
    for user in random.sample(users, 3):
        change(user, is_active=False)
    return teams, users


@pytest.mark.parametrize("seed", range(8))
def test_recipients_of_many_are_those_of_each(cast, ash, seed):
    random = Random(seed)
    with acting(cast.mary):
        teams, users = people(random)
    dues = DueDate.objects.bulk_create(
        DueDate(
            family=ash.family, timescale="summary_update", subject_type="x", subject_id=number, started_at=NOW,
            due_at=NOW, remind_at=NOW, team=random.choice(teams), owner=random.choice([None, *users]),
        )
        for number in range(40)
    )  # fmt: skip
    dues = list(DueDate.objects.select_related("owner").filter(pk__in=[due.pk for due in dues]))
    for stage in Stage:
        expected = {(due.pk, user.pk) for due in dues for user in recipients_of(due, stage, TODAY)}
        with connection.cursor() as cursor:
            cursor.execute(*queries.recipients([due.pk for due in dues], stage, TODAY))
            found = cursor.fetchall()
        assert set(found) == expected, stage
        assert len(found) == len(expected), "nobody twice"
    assert expected


def test_waiting_are_those_at_the_stage_of_which_nobody_is_reminded(cast, ash):
    DueDate.objects.running().update(cancelled_at=NOW)
    moments = {"soon": (NOW, NOW + DAY), "missed": (NOW - 2 * DAY, NOW), "later": (NOW + DAY, NOW + 2 * DAY)}
    rows = {
        name: DueDate.objects.create(
            family=ash.family, timescale="summary_update", subject_type="x", subject_id=number, team=cast.north,
            started_at=NOW, remind_at=remind_at, due_at=due_at,
        )
        for number, (name, (remind_at, due_at)) in enumerate(moments.items())
    }  # fmt: skip
    assert [list(queries.waiting(stage, NOW)) for stage in (Stage.BEFORE, Stage.MISSED)] == [
        [rows["soon"]], [rows["missed"]],
    ]  # fmt: skip
    Reminder.objects.create(due_date=rows["missed"], stage=Stage.BEFORE, recipient=cast.sue, raised_at=NOW)
    Reminder.objects.create(due_date=rows["soon"], stage=Stage.BEFORE, recipient=cast.sue, raised_at=NOW)
    assert not queries.waiting(Stage.BEFORE, NOW).exists()
    assert list(queries.waiting(Stage.MISSED, NOW)) == [rows["missed"]], "another stage"
    Reminder.objects.create(due_date=rows["missed"], stage=Stage.MISSED, recipient=cast.sue, raised_at=NOW)
    assert not queries.waiting(Stage.MISSED, NOW).exists()
