"""The month with what the walk needs besides, and the clock an hour after it."""

from datetime import timedelta

import pytest
import time_machine

import tests.saving.told  # noqa: F401
from tests.factories import NOW


@pytest.fixture
def to_save(stage):
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield stage["to_save"]
