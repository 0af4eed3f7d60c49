"""No change without its history row: what simple-history and Django offer to go without one does not."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from casework.families.models import Family
from casework.trail.acting import NoActor, acting
from casework.trail.models import BulkWriteRefused, Guarded, TrailEntry
from casework.users.models import Team
from casework.users.services import robot

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
WHERE table_schema = 'public' AND column_name IN ('history_id', 'history_user_id')
"""
HISTORIES = {model._meta.db_table for model in apps.get_models() if issubclass(model, TrailEntry)}


@pytest.mark.django_db
def test_every_history_row_has_a_long_id_and_an_actor_and_the_database_demands_both():
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns = cursor.fetchall()
    assert {(table, "history_id", "bigint", "NO") for table in HISTORIES} <= set(columns)
    assert {(table, "history_user_id", "bigint", "NO") for table in HISTORIES} <= set(columns)
    assert len(columns) == 2 * len(HISTORIES)


def test_a_history_row_without_an_actor_is_refused_by_the_database(owned):
    with pytest.raises(psycopg.errors.NotNullViolation, match="history_user_id"):
        owned.execute(
            "INSERT INTO casework_historicalteam (id, name, history_date, history_type, history_page, history_user_id)"
            " VALUES (1, 'Elm', now(), '+', '', NULL)"
        )


def history_of(row):
    return [(entry.history_type, entry.name) for entry in row.history.order_by("history_id")]


def skipping(row, settings):
    row.skip_history_when_saving = True
    row.save()


def disabled(row, settings):
    settings.SIMPLE_HISTORY_ENABLED = False
    row.save()


def raw(row, settings):
    """As `loaddata` saves."""
    row.save_base(raw=True)


@pytest.mark.parametrize("save", [skipping, disabled, raw])
def test_a_save_that_would_go_without_history_leaves_it_all_the_same(ash, cast, settings, save):
    before = history_of(ash.mia)
    ash.mia.name = "Mia Elm"
    with acting(cast.mary):
        save(ash.mia, settings)
    assert history_of(ash.mia) == [*before, ("~", "Mia Elm")]


def test_there_is_no_method_that_saves_without_history():
    recorded = [model for model in apps.get_models() if issubclass(model, Guarded)]
    assert recorded
    assert not [model for model in recorded if hasattr(model, "save_without_historical_record")]


def test_nobody_else_is_named_than_who_acts(ash, cast):
    ash.mia._history_user = cast.sue
    with acting(cast.mary):
        ash.mia.save()
    assert ash.mia.history.latest().history_user == cast.mary


def test_rows_are_not_moved_to_another_parent_in_bulk(ash, cast):
    """Django writes `parent.rows.add(row)` as one UPDATE, unless told `bulk=False`."""
    membership = ash.family.familymember_set.first()
    with acting(cast.mary):
        other = Family.objects.create(name="Birch")
        for move in (other.familymember_set.add, lambda row: other.familymember_set.set([row])):
            with pytest.raises(BulkWriteRefused):
                move(membership)
        for write in (other.familymember_set.update, ash.family.familymember_set.update):
            with pytest.raises(BulkWriteRefused):
                write(in_household=False)
        other.familymember_set.add(membership, bulk=False)
    assert membership.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_row_whose_history_row_fails_is_not_saved(monkeypatch):
    who = robot("tests")
    with acting(who):
        team = Team.objects.create(name="Elm")

        def fails(entry, *args, **kwargs):
            raise ZeroDivisionError

        monkeypatch.setattr(TrailEntry, "save", fails)
        team.name = "Oak"
        for act in (team.save, lambda: Team.objects.create(name="Ash")):
            with pytest.raises(ZeroDivisionError):
                act()
    assert list(Team.objects.values_list("name", flat=True)) == ["Elm"]


@pytest.mark.django_db(transaction=True)
def test_a_save_in_nobody_s_name_changes_nothing():
    with pytest.raises(NoActor):
        Team.objects.create(name="Elm")
    assert not Team.objects.exists()
