"""A new practice holds for what begins from now on."""

from datetime import timedelta

import pytest

from casework.duedates import services as duedates
from casework.duedates.registry import CLOCK_PAGES
from casework.trail.acting import acting
from tests.factories import NOW
from workbook.summaries.models import InterventionSummary

pytestmark = pytest.mark.django_db

LONGER = """
based_on = "luton"
[authority]
name = "Ours"
practice = "Luton"
[timescales.visit_write_up]
length = 72
unit = "hours"
rule = "72 hours after the visit ended"
source = "our own procedure"
[timescales.summary_update]
on = false
"""


@pytest.fixture(autouse=True)
def acting_mary(cast):
    """Clocks and holds are written inside a service, so somebody acts."""
    with acting(cast.mary):
        yield


def start(family, subject, timescale="visit_write_up"):
    return duedates.start(timescale, CLOCK_PAGES[timescale].model(pk=subject.pk), family=family, at=NOW)


def test_change_of_practice_leaves_due_dates_already_set(ash, practise, tmp_path):
    before = [start(ash.family, ash.mia), start(ash.family, ash.mia, "summary_update")]
    told = [(due.due_at, due.remind_at) for due in before]
    file = tmp_path / "ours.toml"
    file.write_text(LONGER, encoding="utf-8")
    practise(file)
    after = start(ash.family, ash.ben)
    for due in before:
        due.refresh_from_db()
    assert [(due.due_at, due.remind_at) for due in before] == told
    assert not any(due.cancelled_at for due in before)
    assert (after.due_at, after.rule) == (NOW + timedelta(hours=72), "72 hours after the visit ended")
    assert start(ash.family, ash.ben, "summary_update") is None


def test_clock_that_began_before_it_was_switched_off_is_met_as_before(ash, practise, tmp_path):
    start(ash.family, ash.mia, "summary_update")
    file = tmp_path / "ours.toml"
    file.write_text(LONGER, encoding="utf-8")
    practise(file)
    assert duedates.meet("summary_update", InterventionSummary(pk=ash.mia.pk), at=NOW)
