import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def open_folder():
    """Passable for the account that servers run as under root, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="workbook-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
