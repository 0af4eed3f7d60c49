"""The cast and its family are told once and found again by each test, as Django's `setUpTestData` does for a class.

Stages build on each other, each in a savepoint around the transactions of the tests that ask for it; what is too
much for the next test is rolled back. Every test has copies of its own. A test that commits tells its own.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from casework import practice
from casework.families.headlines.services import carry_over_dates
from casework.users.services import robot
from supervision.headlines.queries import differences
from tests.factories import NOW

CURRENT, SHIPPED = practice.current, settings.PRACTICE
STAGES = {}  # by name: what tells the stage, given those before, and the one on which it builds
# Browsers and servers, which take long to start and are long in use: what asks for them is marked as slow.
STARTING = {"chromium", "open_folder"}
COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences"}


class Stage(NamedTuple):
    tell: object
    after: str | None = None


def way_to(name):
    """The names of all stages up to `name`, in the order in which they are told."""
    return [*way_to(STAGES[name].after), name] if name else []


class Stages:
    """Those that stand in the worker's database now, each with its savepoint."""

    def __init__(self):
        self.standing, self.story = [], {}

    def bring_to(self, names):
        """Have exactly the stages `names` standing."""
        while self.names != names[: len(self.standing)]:
            self._take_down()
        for name in names[len(self.standing) :]:
            self._put_up(name)

    @property
    def names(self):
        return [name for name, *_ in self.standing]

    def _put_up(self, name):
        savepoint = transaction.atomic()
        savepoint.__enter__()
        before = self.story
        self.story = told(name, copy.deepcopy(before))
        self.standing.append((name, savepoint, before))

    def _take_down(self):
        _, savepoint, self.story = self.standing.pop()
        transaction.set_rollback(True)
        savepoint.__exit__(None, None, None)


def told(name, story):
    with time_machine.travel(NOW, tick=False), practice_as_shipped():
        story |= {name: STAGES[name].tell(story)}
        carry_over_dates(NOW.date(), by=robot("changes"))
        differing = list(differences(NOW.date()))
        assert not differing, f"After the stage {name} headlines do not say what the record says: {differing}"
        return story


@contextmanager
def practice_as_shipped() -> Iterator[None]:
    """The next test finds the stage too: it is told under the same practice, whatever the one that asks first set."""
    current, chosen = practice.current, settings.PRACTICE
    practice.current, settings.PRACTICE = CURRENT, SHIPPED
    CURRENT.cache_clear()
    try:
        yield
    finally:
        practice.current, settings.PRACTICE = current, chosen
        CURRENT.cache_clear()


def asked_for(fixturenames):
    """The names of the stages up to the last that a test with these fixtures uses; all are on one way."""
    ways = sorted((way_to(name) for name in STAGES if name in fixturenames), key=len)
    assert all(set(way) <= set(ways[-1]) for way in ways), "These stages do not build on each other."
    return ways[-1] if ways else []


def commits(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING.intersection(item.fixturenames))


def pytest_collection_modifyitems(items):
    """First the long ones, so that no worker begins one when the others are done; then, one after another, those that
    ask for the same stage, so that it is told once and not again for each file."""
    for item in items:
        if STARTING.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=_turn)


def _turn(item):
    fixturenames = getattr(item, "fixturenames", ())
    if STARTING.intersection(fixturenames):
        return 0, []
    if commits(item):
        return 1, []
    return 2 if item.get_closest_marker("slow") else 3, asked_for(fixturenames)


TOLD = Stages()


@pytest.fixture(scope="session")
def stages(django_db_setup, django_db_blocker):
    yield TOLD
    with django_db_blocker.unblock():
        TOLD.bring_to([])


@pytest.fixture
def _django_db_helper(request, _stages_in_place, _django_db_helper):
    """pytest-django's own, after the stages have been brought to where the test wants them."""


@pytest.fixture
def _stages_in_place(request, stages, django_db_blocker):
    with django_db_blocker.unblock():
        stages.bring_to([] if commits(request.node) else asked_for(request.fixturenames))


@pytest.fixture
def stage(request, db, stages):
    """The story as far as the test asks for it."""
    if not commits(request.node):
        return copy.deepcopy(stages.story)
    story = {}
    for name in asked_for(request.fixturenames):
        story = told(name, story)
    return story
