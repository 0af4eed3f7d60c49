from datetime import date, timedelta

import pytest

from tests.factories import NOW, add_adult
from workbook.planners import services
from workbook.programmes import services as programmes

KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2f"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def a_visit(worker, purpose="To meet the children.", days=3, **other):
    planned_for = NOW + timedelta(days=days)
    return {"planned_for": planned_for, "kind": "home_visit", "worker": worker, "purpose": purpose, "where": "At home",
            "module": "m4"} | other  # fmt: skip


def an_action(owner, what="Register with a doctor", due_on=date(2026, 11, 20)):
    return {"what": what, "owner_user": owner, "due_on": due_on}


@pytest.fixture
def programme(month):
    """The Family Programme that opened with the Workbook, shared with Ann."""
    month.programme = month.family.familyprogramme_set.get()
    return month.programme


@pytest.fixture
def agree(programme, month, cast):
    """Gives what agrees a planner with Ann; the first with Sue's visit, Dora's session and an action of Sue."""

    def agree(version=0, by=cast.sue, **other):
        said = {
            "agreed_on": NOW.date(), "agreed_with": [month.ann.pk], "why_involved": "The police came twice.",
            "visits": {0: a_visit(cast.sue), 1: a_visit(cast.dora, "To talk about safety.", days=5, module="")},
            "agreed": {0: an_action(cast.sue)},
        }  # fmt: skip
        return services.agree(programme, **said | other, version=version, by=by, at=NOW)

    return agree


@pytest.fixture
def apart(programme, month, cast):
    """A second programme, kept apart, of Joe, who does not share with Ann."""
    month.joe = add_adult(month.family, cast.mary, name="Joe Black", sex="M", in_household=False)
    return programmes.open_programme(
        month.family, parents=[month.joe], apart_because="They do not consent.", by=cast.sue, at=NOW
    )
