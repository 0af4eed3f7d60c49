"""How far apart people stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.genogram.picture.places import spread

PLACE = st.floats(-1000, 1000)


@given(st.lists(st.tuples(PLACE, st.floats(0.1, 50), st.floats(0, 200)), max_size=8))
def test_places_are_never_nearer_than_allowed(people):
    wishes, weights, apart = ([person[part] for person in people] for part in range(3))
    places = spread(wishes, weights, apart[1:])
    assert all(right - left >= gap - 1e-6 for left, right, gap in zip(places, places[1:], apart[1:], strict=False))


def test_places_are_as_wished_where_there_is_room_and_shared_elsewhere():
    assert spread([0, 100], [1, 1], [50]) == [0, 100]
    assert spread([0, 0], [1, 1], [50]) == [-25, 25]
    assert spread([0, 0], [3, 1], [40]) == pytest.approx([-10, 30])
