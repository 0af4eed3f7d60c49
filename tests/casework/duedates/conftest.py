import pytest

from casework.trail.acting import acting


@pytest.fixture(autouse=True)
def acting_mary(cast):
    """Clocks and holds are written inside a service, so somebody acts."""
    with acting(cast.mary):
        yield
