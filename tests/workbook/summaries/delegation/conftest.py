"""Dora's summary is the whole, Rick's the part that she may ask for."""

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def whole(cast, summary_of):
    return summary_of(cast.dora)


@pytest.fixture
def part(cast, summary_of):
    return summary_of(cast.rick)
