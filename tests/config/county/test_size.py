"""How large a county is, by the number of its families."""

from collections import Counter

import pytest

from config.county.size import OPEN_IN_A_TEAM, TEAMS, Size


@pytest.mark.parametrize("families", [1, 60, 200, 2_000, 10_000])
def test_size_has_a_place_for_each_family(families):
    size = Size(families)
    places = list(size.places())
    assert [place.number for place in places] == list(range(families))
    assert sum(place.is_open for place in places) == size.open
    assert max(place.team for place in places) < size.teams_in_use
    ranks = Counter((place.is_open, place.team, place.rank) for place in places)
    assert set(ranks.values()) <= {1}


@pytest.mark.parametrize("families", [201, 2_000, 10_000, 100_000])
def test_size_gives_the_first_team_as_many_open_families_always(families):
    of_the_first = [place for place in Size(families).places() if place.is_open and place.team == 0]
    assert len(of_the_first) == OPEN_IN_A_TEAM


def test_size_of_a_county_is_mostly_closed():
    county = Size(100_000)
    assert county.teams_in_use == TEAMS
    assert 3_000 <= county.open <= 4_000
