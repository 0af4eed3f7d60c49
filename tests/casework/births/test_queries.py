from datetime import date

import pytest

from casework.births.queries import mothers_of
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.mark.rule("A10.9")
def test_mother_may_be_a_girl_who_can_be_ten_as_far_as_her_birth_is_known(cast, ash):
    about = {"sex": "F", "born": None, "birth_to_be_asked_by": cast.mary, "at": NOW}
    girls = {
        years: add_child(ash.family, cast.mary, name=f"Kim {years}", **about, about_age=years)
        for years in (None, 5, 9, 15)
    }
    ten = add_child(ash.family, cast.mary, name="Jo Ash", sex="F", born=date(2016, 11, 3))
    nine = add_child(ash.family, cast.mary, name="Lee Ash", sex="F", born=date(2016, 11, 4))
    offered = set(mothers_of(ash.family, NOW.date()))
    assert offered == {ash.ann, ten, girls[None], girls[9], girls[15]}
    assert nine not in offered
