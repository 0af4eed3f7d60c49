"""One table says what may follow, and who may bring it about."""

import pytest
from django.db.models import TextChoices

from casework.refusal import Refusal
from casework.states import Mover, States


class Light(TextChoices):
    RED = "red", "red"
    GREEN = "green", "green"


LIGHTS = States("light", Light, {Light.RED: {Light.GREEN: {Mover.OWNER, Mover.LEAD}}})


def test_what_stands_in_the_table_may_follow():
    assert LIGHTS.may(Light.RED, Light.GREEN)
    assert LIGHTS.may("red", Light.GREEN, Mover.OWNER)
    LIGHTS.require(Light.RED, Light.GREEN, Mover.OWNER)


def test_what_does_not_stand_in_the_table_is_refused_with_the_state_that_holds():
    assert not LIGHTS.may(Light.GREEN, Light.RED)
    with pytest.raises(Refusal, match="This light is now 'green', so it cannot become 'red'"):
        LIGHTS.require(Light.GREEN, Light.RED, Mover.OWNER)


def test_at_the_second_try_it_is_said_that_it_is_so_already():
    with pytest.raises(Refusal, match="This light is now 'green' already"):
        LIGHTS.require(Light.GREEN, Light.GREEN, Mover.OWNER)


@pytest.mark.parametrize("movers", [(), (Mover.MANAGER,)])
def test_whoever_may_not_move_it_is_told_who_may(movers):
    assert not LIGHTS.may(Light.RED, Light.GREEN, Mover.MANAGER)
    with pytest.raises(Refusal, match="Only the lead worker or a manager or the one whose record it is"):
        LIGHTS.require(Light.RED, Light.GREEN, *movers)


def test_every_state_has_its_row():
    assert set(LIGHTS.moves) == set(Light)


def test_table_without_movers_says_only_what_may_follow():
    lights = States("light", Light, {Light.RED: {Light.GREEN}})
    lights.require(Light.RED, Light.GREEN)
    assert lights.may(Light.RED, Light.GREEN, Mover.MANAGER)
    with pytest.raises(Refusal, match="This light is now 'green', so it cannot become 'red'"):
        lights.require(Light.GREEN, Light.RED, Mover.MANAGER)
