"""Rows by the names of their fields: what is misspelt or forgotten is refused, and each state leaves its history."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from casework.families.models import Family, FamilyTeam
from casework.trail.models import Viewing
from casework.users.models import Team
from config.county.rows import Change, Rows
from tests.factories import NOW


@pytest.fixture
def rows(db):
    return Rows()


def test_rows_refuse_a_field_that_the_model_does_not_have(rows):
    with pytest.raises(ValueError, match=r"casework.Family has no field 'colour'"):
        rows.add(Family, by=1, at=NOW, name="Ash", colour="red")


def test_rows_refuse_a_field_that_nobody_said(rows):
    with pytest.raises(ValueError, match=r"casework.FamilyTeam needs from_date, team_id"):
        rows.add(FamilyTeam, by=1, at=NOW, family=1)


def test_rows_refuse_a_recorded_row_without_its_actor(rows):
    with pytest.raises(ValueError, match="say by whom and when"):
        rows.add(Family, name="Ash")


def test_rows_are_written_with_a_history_row_for_each_state(rows, cast):
    later = Change(NOW + timedelta(days=1), cast.dev.pk, {"name": "Ash and Birch"})
    family = rows.add(Family, by=cast.mary.pk, at=NOW, then=[later], name="Ash")
    rows.flush()
    assert Family.objects.get(pk=family).name == "Ash and Birch"
    states = Family.history.filter(id=family).order_by("history_id")
    assert [(one.history_type, one.name, one.history_user, one.history_date) for one in states] == [
        ("+", "Ash", cast.mary, NOW),
        ("~", "Ash and Birch", cast.dev, NOW + timedelta(days=1)),
    ]


def test_rows_wait_until_there_are_enough(rows, cast):
    rows.add(Team, by=cast.mary.pk, at=NOW, name="East")
    rows.flush(most_waiting=2)
    assert not Team.objects.filter(name="East").exists()
    rows.flush(most_waiting=1)
    assert Team.objects.filter(name="East").exists()


def test_rows_are_held_to_foreign_keys(rows, cast):
    nobody = 999_999
    rows.add(Viewing, user=nobody, at=NOW, asked_for=1, method="GET", page="/", status=404)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.flush()
        connection.check_constraints()
