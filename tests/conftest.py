"""
The test database: migrated by its owner, cloned for each worker, used as the application's role.

So triggers, grants and constraints hold in every test as they do in production. A test that commits gets a
fresh clone after it, since rows that may not be deleted cannot be flushed.
"""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.middleware import csrf
from django.test import TransactionTestCase

from config.environment import broker_address
from tests import template
from tests.browser import chromium  # noqa: F401
from tests.cast import allocated, ash, cast, month, now, signed_in, story, summary_of  # noqa: F401
from tests.kept_apart import kept_apart  # noqa: F401
from tests.owner import (  # noqa: F401
    DATABASE,
    OWNER_URL,
    TEMPLATE,
    disconnect,
    drop,
    empty,
    make,
    no_stages,
    owned,
)
from tests.practising import practise, practised, west_sussex  # noqa: F401
from tests.stages import (  # noqa: F401
    _django_db_helper,
    _stages_in_place,
    pytest_collection_modifyitems,
    stage,
    stages,
)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


# Two busy cores are slow at times; what an example costs is not what these tests are about.
hypothesis.settings.register_profile("shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("shared")


def pytest_configure() -> None:
    """Each worker has its own broker; styles need not be collected, nor passwords be slow to guess."""
    address = f"{settings.REDIS_URL.partition('?')[0]}?db={int(WORKER.removeprefix('gw')) + 1}"
    settings.CELERY_BROKER_URL = broker_address(address)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT = settings.BASE_DIR / ".run" / "not-collected"
    # Nobody is signed out by a clock that a test moves on by weeks: a page that asks to sign in names nobody either.
    settings.SESSION_COOKIE_AGE = 10 * 365 * 24 * 60 * 60
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Of all letters, one page's token in a few thousand spells 'Ash' or 'Mia', which many tests look for in vain.
    csrf.CSRF_ALLOWED_CHARS = "QXZ"


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector of garbage need not look through it each time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    if not OWNER_URL:
        pytest.exit(
            "Run the tests with `make test`, or under `python -m config.local.embedded exec --reuse .run/tests --`.",
            returncode=4,
        )
    with django_db_blocker.unblock():
        template.provide()
        connection.settings_dict["NAME"] = DATABASE
        _clone()
    TransactionTestCase._fixture_teardown = lambda _: _clone()
    yield
    with django_db_blocker.unblock():
        disconnect()
        drop(DATABASE)


def _clone() -> None:
    disconnect()
    make(DATABASE, TEMPLATE)


def pytest_make_parametrize_id(val):
    """A set is written in one order: in another process it may have another, and both must collect the same tests."""
    return "-".join(sorted(map(str, val))) if isinstance(val, set | frozenset) else None
