"""The pack belongs to the supervision that is prepared in tests/supervision."""

import pytest

from tests.supervision.conftest import (  # noqa: F401
    at_the_time,
    finalise,
    held,
    prepared,
    signed,
    supervision_held,
    supervision_prepared,
    supervision_signed,
)


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
