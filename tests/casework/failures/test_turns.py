from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from casework.failures.turns import AT_ONCE, PATIENCE, Turns

FAMILY, OTHER = 1, 2


def test_turn_is_refused_once_those_who_have_one_take_long():
    turns = Turns()
    assert all(turns.take(FAMILY) for _ in range(AT_ONCE))
    begun = monotonic()
    assert not turns.take(FAMILY)
    assert PATIENCE * 0.8 < monotonic() - begun < PATIENCE + 1
    assert turns.take(OTHER)
    again = monotonic()
    assert not turns.take(FAMILY)
    assert monotonic() - again < PATIENCE / 2


def test_turn_that_is_given_back_is_taken_by_whoever_waits():
    turns = Turns()
    for _ in range(AT_ONCE):
        turns.take(FAMILY)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(turns.take, FAMILY)
        sleep(0.05)
        turns.give_back(FAMILY)
        assert waits.result()


def test_turns_that_are_all_given_back_leave_nothing():
    turns = Turns()
    turns.take(FAMILY)
    turns.give_back(FAMILY)
    assert not turns._began
