"""Every model is recorded, permanent, or exempt by name; every state has its row; the migrations are complete."""

import importlib
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import PROTECT, TextChoices

from casework.open_pages.models import OpenPage
from casework.states import States
from casework.trail.models import EXEMPT, Guarded, Permanent, TrailEntry
from casework.unsaved.models import UnsavedText
from tests.shape.source import app_of, modules

MODELS = [model for model in apps.get_models() if app_of(model._meta.app_label) is not None]
STATES = [
    importlib.import_module(".".join(path.with_suffix("").parts)) for path in modules() if path.name == "states.py"
]


def kinds_of(model):
    return [
        issubclass(model, Guarded) and hasattr(model, "history"),
        issubclass(model, Permanent),
        issubclass(model, TrailEntry),
        model._meta.label in EXEMPT,
    ]


def test_every_model_is_recorded_or_permanent_or_history_or_exempt_by_name():
    assert MODELS
    assert not [model._meta.label for model in MODELS if sum(kinds_of(model)) != 1]


def test_each_exemption_names_a_model_and_gives_its_reason():
    assert set(EXEMPT) <= {model._meta.label for model in MODELS}
    assert all(EXEMPT.values())


def test_nothing_is_destroyed_with_what_it_points_to():
    """But for one's own unsaved text and open pages: whoever would be deleted is deactivated instead."""
    one_s_own = {UnsavedText, OpenPage}
    kept = [model for model in MODELS if not issubclass(model, TrailEntry) and model not in one_s_own]
    assert not [
        f"{model._meta.label}.{field.name}"
        for model in kept
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is not PROTECT
    ]


def tables():
    return [
        (module.__name__, name, value)
        for module in STATES
        for name, value in vars(module).items()
        if isinstance(value, States)
    ]


def test_every_list_of_states_has_its_table():
    listed = {
        value
        for module in STATES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, TextChoices) and value.__module__ == module.__name__
    }
    assert listed == {table.states for _, _, table in tables()}
    assert listed


@pytest.mark.parametrize("table", [table for *_, table in tables()], ids=lambda table: table.noun)
def test_every_state_has_its_row_and_can_be_reached(table):
    assert set(table.moves) == set(table.states)
    followers = {state for row in table.moves.values() for state in row}
    assert followers <= set(table.states)
    # Only the first of the list may be one that nothing leads to.
    assert set(table.states) - followers <= {next(iter(table.states))}
    assert all(movers is None or movers for row in table.moves.values() for movers in row.values())


@pytest.mark.django_db
def test_no_migration_is_missing():
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes detected" in told.getvalue()
