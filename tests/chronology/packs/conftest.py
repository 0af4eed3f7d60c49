"""The pack belongs to the supervision that is prepared in tests/supervision."""

import pytest

from tests.supervision.conftest import at_the_time, finalise, held, prepared, signed  # noqa: F401


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
