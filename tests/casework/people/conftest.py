import pytest

from casework.families import services as families
from tests.factories import NOW, add_child


@pytest.fixture
def make_family(cast):
    """Gives another family of the same team, and its child."""

    def make(name):
        family = families.add_family(name=name, team=cast.north, by=cast.mary, at=NOW)
        return family, add_child(family, cast.mary, name=f"Kim {name}")

    return make
