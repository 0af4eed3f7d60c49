from datetime import timedelta

import pytest
import time_machine

from casework.births.services import end_pregnancy
from casework.deaths.services import record_death
from tests.factories import NOW, add_adult, add_child
from workbook.members.changes.presenters import recordable_changes
from workbook.members.services import leave

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def labels(ash, person):
    person.refresh_from_db()
    return {act.label.removeprefix(f"{person} ") for act in recordable_changes(ash.family, person)}


def test_changes_of_the_living_are_a_move_a_leaving_and_a_death(cast, ash):
    assert {"moved out of the household", "left the family", "has died"} <= labels(ash, ash.ann)
    dan = add_adult(ash.family, cast.mary, name="Dan Ash", in_household=False)
    assert "moved into the household" in labels(ash, dan)


def test_changes_of_the_expected_are_the_birth_or_the_end_of_the_pregnancy(cast, ash):
    baby = add_child(ash.family, cast.mary, name="Baby", born=None, expected=(NOW + timedelta(days=9)).date())
    assert {"was born", "The pregnancy ended"} <= labels(ash, baby)
    assert not {"has died", "left the family"} & labels(ash, baby)
    end_pregnancy(ash.family, baby, ended_on=NOW.date(), by=cast.mary, at=NOW)
    assert labels(ash, baby) == {"The pregnancy did not end"}


def test_changes_of_the_dead_only_put_right_what_was_recorded(cast, ash):
    record_death(ash.family, ash.ann, died=NOW.date(), by=cast.mary, at=NOW)
    assert "Correct the death" in labels(ash, ash.ann)
    assert not {"moved out of the household", "left the family", "has died"} & labels(ash, ash.ann)


def test_changes_of_who_left_are_coming_back_or_a_death(cast, ash):
    leave(ash.family, ash.ann, left_on=NOW.date(), because="Gone.", by=cast.mary, at=NOW)
    assert labels(ash, ash.ann) == {"comes back", "has died"}
