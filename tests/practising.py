"""Other practice than the default, for one test: a whole file, or other values of its settings."""

import pytest

from casework import practice
from casework.practice.schema import Practice

SHIPPED = ("caredirector", "family_help", "luton", "west_sussex")


@pytest.fixture
def practise(settings):
    """Gives what practises as another file says, by its name or path, until the test ends."""

    def change(name):
        settings.PRACTICE = str(name)
        practice.current.cache_clear()
        return practice.current()

    yield change
    practice.current.cache_clear()


@pytest.fixture
def west_sussex(practise):
    """The guidance whose Family Programme has clocks for its modules and its assessments."""
    return practise("west_sussex")


@pytest.fixture
def practised(monkeypatch):
    """Gives what practises with other values of the practice file's settings."""

    def change(**values):
        file = practice.current().model_dump()
        file["settings"] |= values
        changed = Practice.model_validate(file)
        monkeypatch.setattr(practice, "current", lambda: changed)

    return change
