import pytest

from config.health import readiness, tasks


@pytest.fixture
def ticked():
    tasks.tick()
    yield
    with readiness.broker() as client:
        client.delete(readiness.TICK)
