import pytest

from tests.story import tell


@pytest.fixture
def story(month, cast):
    """The Ash family's month, told to its end."""
    return tell(month, cast)
