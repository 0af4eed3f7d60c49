"""Lines that run across share no track, and none runs into another's end."""

from casework.genogram.picture.routes import Pin, Way, tracks


def way(ups, downs):
    return Way(1, "solid", [Pin(x, "way", None) for x in ups], [Pin(x, "way", None) for x in downs])


def test_ways_beside_each_other_share_a_track_and_others_do_not():
    left, right, long = way([0], [50]), way([100], [150]), way([20], [120])
    assert tracks([left, right, long]) == 2
    assert left.track == right.track != long.track


def test_way_that_goes_on_below_is_under_the_one_that_comes_down():
    coming, going = way([100], [0]), way([200], [100])
    tracks([going, coming])
    assert coming.track < going.track


def test_ways_in_a_cycle_all_get_a_track():
    one, other = way([0], [100]), way([100], [0])
    assert tracks([one, other]) == 2


def test_way_that_is_straight_needs_no_track():
    assert tracks([way([10], [10])]) == 0
