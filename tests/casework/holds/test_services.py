"""What may not be done with a family just now, said by rows."""

import pytest

from casework.holds import services as holds
from casework.holds.checks import UNKNOWN, holds_against
from casework.holds.models import Held, Hold
from casework.holds.queries import is_held
from casework.trail.acting import acting
from casework.trail.rows import change
from workbook.workbooks.models import Workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def acting_mary(cast):
    """Clocks and holds are written inside a service, so somebody acts."""
    with acting(cast.mary):
        yield


def place(ash, pk):
    holds.place(ash.family, Held.CLOSURE, Workbook(pk=pk))


def held(ash):
    return [hold.subject_id for hold in ash.family.holds.filter(what=Held.CLOSURE).order_by("pk")]


def test_hold_is_there_from_placing_to_lifting(ash):
    place(ash, 1)
    assert is_held(ash.family, Held.CLOSURE)
    assert not is_held(ash.family, Held.JOINING)
    holds.lift(ash.family, Held.CLOSURE, Workbook(pk=1))
    assert not is_held(ash.family, Held.CLOSURE)


def test_hold_is_of_one_subject(ash):
    place(ash, 1)
    place(ash, 2)
    holds.lift(ash.family, Held.CLOSURE, Workbook(pk=1))
    assert held(ash) == [2]


def test_hold_placed_twice_is_one(ash):
    place(ash, 1)
    place(ash, 1)
    assert held(ash) == [1]


def test_hold_is_not_placed_without_a_reason_in_the_registry(ash):
    with pytest.raises(KeyError):
        holds.place(ash.family, Held.CLOSURE, ash.mia)


def test_hold_says_why_in_the_words_of_now_and_leads_to_where_it_is_put_right(month):
    [reason] = holds_against(month.family, Held.CLOSURE)
    assert reason == (
        "A Workbook is open: version 1, since Wed 14 Oct 2026.",
        f"/families/{month.family.pk}/workbook/",
    )
    change(month.workbook, version=2)
    assert "version 2" in holds_against(month.family, Held.CLOSURE)[0].because


def test_hold_whose_row_is_gone_holds_without_a_link(ash):
    place(ash, 1)
    Hold.objects.update(subject_id=999_999)
    assert holds_against(ash.family, Held.CLOSURE) == [(UNKNOWN, "")]
