from datetime import timedelta

import pytest
import time_machine

from casework.refusal import Refusal
from casework.users.roles import Role
from casework.words import london_date
from tests.factories import NOW
from workbook.allocations import services as allocations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("A1.2", "A1.10")
def test_a_worker_allocated_while_a_workbook_is_open_has_their_summary_at_once(cast, month):
    allocation = allocations.allocate(month.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    summary = allocation.summaries.get()
    assert (summary.episode, summary.worker) == (month.episode, cast.cora)
    due = month.family.due_dates.get(timescale="summary_update", owner=cast.cora)
    assert london_date(due.due_at) == (NOW + timedelta(weeks=3)).date()


@pytest.mark.rule("A1.11")
def test_allocating_opens_no_workbook_by_itself_and_begins_no_summary(cast, allocated):
    allocation = allocations.allocate(allocated.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    assert not allocated.family.workbook_set.exists()
    assert not allocation.summaries.exists()


def test_a_refusal_begins_nothing(cast, month):
    with pytest.raises(Refusal):
        allocations.allocate(month.family, cast.cora, role=Role.RECOVERY_WORKER, by=cast.mary, at=NOW)
    assert month.episode.summaries.count() == 3
