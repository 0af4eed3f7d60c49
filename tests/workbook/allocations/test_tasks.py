from datetime import timedelta

import pytest
import time_machine

from casework.allocations.queries import family_lead
from config.celery import SUBJECTS_WITH_TASKS, app
from tests.factories import NOW
from workbook.allocations import services as allocations
from workbook.allocations.tasks import carry_out

pytestmark = pytest.mark.django_db


@pytest.mark.rule("A11.1")
def test_carrying_out_changes_happens_on_their_day_by_the_clock(cast, month):
    with time_machine.travel(NOW, tick=False):
        allocations.change_lead(
            month.family, cast.cora, role="social_worker", from_date=(NOW + timedelta(days=1)).date(), by=cast.mary,
            at=NOW,
        )  # fmt: skip
        assert carry_out() == 0
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert carry_out() > 0
        assert family_lead(month.family).worker == cast.cora
        assert month.family.due_dates.running().get(timescale="group_supervision").owner == cast.cora
        assert carry_out() == 0


def test_carrying_out_changes_is_sent_by_beat_every_few_minutes():
    assert "workbook.allocations" in SUBJECTS_WITH_TASKS
    assert app.conf.beat_schedule["carry-out-changes"]["task"] == "workbook.allocations.tasks.carry_out"
