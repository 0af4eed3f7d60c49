"""What may not be done with a family just now, said by rows."""

import pytest

from casework.holds import queries
from casework.holds import services as holds
from casework.holds.models import Held
from casework.trail.acting import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def acting_mary(cast):
    """Clocks and holds are written inside a service, so somebody acts."""
    with acting(cast.mary):
        yield


def place(ash, subject, because="Because of this."):
    holds.place(ash.family, Held.CLOSURE, subject, because=because, url="/there/")


def because(ash, what=Held.CLOSURE):
    return [hold.because for hold in queries.holds_against(ash.family, what)]


def test_hold_is_there_from_placing_to_lifting(ash):
    place(ash, ash.mia)
    assert because(ash) == ["Because of this."]
    holds.lift(ash.family, Held.CLOSURE, ash.mia)
    assert because(ash) == []


def test_hold_is_of_one_subject(ash):
    place(ash, ash.mia)
    place(ash, ash.ben, "Of Ben.")
    holds.lift(ash.family, Held.CLOSURE, ash.mia)
    assert because(ash) == ["Of Ben."]


def test_hold_placed_twice_has_the_last_reason(ash):
    place(ash, ash.mia)
    place(ash, ash.mia, "Still.")
    assert because(ash) == ["Still."]
