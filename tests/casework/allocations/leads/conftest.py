from types import SimpleNamespace

import pytest
import time_machine

from casework.plans import services as facts
from casework.users.roles import Role
from tests.factories import NOW, UserFactory


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def family_help(practise):
    return practise("family_help")


@pytest.fixture
def help_team(cast):
    """Fern and Faye are Family Help leads, Lena leads for protection, Ola is of another agency: all of Team North."""
    roles = {
        "fern": Role.FAMILY_HELP_LEAD, "faye": Role.FAMILY_HELP_LEAD, "lena": Role.CHILD_PROTECTION_LEAD,
        "ola": Role.OUTSIDE_LEAD,
    }  # fmt: skip
    people = {
        name: UserFactory(name=f"{name.title()} Field", team=cast.north, role=role) for name, role in roles.items()
    }
    return SimpleNamespace(**people)


@pytest.fixture
def plan(cast):
    """Records a plan of that kind for these children of the Ash family, from today."""

    def record(ash, kind, *children, **values):
        category = {"category": "NEG"} if kind == "cp" else {}
        return facts.begin_plans(
            ash.family,
            children or [ash.mia],
            kind=kind,
            from_date=NOW.date(),
            by=cast.mary,
            at=NOW,
            **category,
            **values,
        )

    return record
