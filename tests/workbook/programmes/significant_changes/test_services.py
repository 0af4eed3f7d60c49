"""A significant change within the family, after which an assessment is due."""

from datetime import timedelta

import pytest

from casework.refusal import Refusal
from tests.factories import NOW
from tests.told import texts
from workbook.programmes.significant_changes import services as significant_changes

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def told(user):
    return texts(user)[::-1]


@pytest.mark.rule("A5.14")
def test_significant_change_notifies_the_lead_and_asks_for_an_assessment(cast, month, first):
    significant_changes.record(first, what="Tom moved back in.", happened_on=NOW.date(), by=cast.dora, at=NOW)
    assert told(cast.sue)[-1] == "Ash: Dora Dale told of a significant change"
    with pytest.raises(Refusal) as refused:
        significant_changes.record(first, what="x", happened_on=TOMORROW.date(), by=cast.dora, at=NOW)
    assert refused.value.field == "happened_on"
    with pytest.raises(Refusal):
        significant_changes.record(first, what=" ", happened_on=NOW.date(), by=cast.dora, at=NOW)
    with pytest.raises(Refusal):
        significant_changes.record(first, what="x", happened_on=NOW.date(), by=cast.audrey, at=NOW)
