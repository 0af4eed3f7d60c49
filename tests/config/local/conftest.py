import shutil

import pytest

from config.local.homes import temporary_home


@pytest.fixture
def open_folder():
    """Passable for the account that servers run as under root, which pytest's own folders are not."""
    folder = temporary_home()
    yield folder
    shutil.rmtree(folder)
