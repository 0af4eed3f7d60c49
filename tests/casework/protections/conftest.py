import pytest

from casework.families.services import add_family
from tests.factories import NOW, add_child


@pytest.fixture
def make_family(cast):
    """Another family of the North team, with a child Kim."""

    def make(name):
        family = add_family(name=name, team=cast.north, by=cast.mary, at=NOW)
        return family, add_child(family, cast.mary, name=f"Kim {name}")

    return make
