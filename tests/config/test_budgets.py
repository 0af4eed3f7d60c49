"""The web server's connections have its budget, a worker's have theirs, and a command's have none."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SHOW = (
    "from django.db import connection; cursor = connection.cursor(); "
    "[(cursor.execute(f'SHOW {name}'), print(cursor.fetchone()[0])) for name in "
    "('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')]"
)
BEGINNINGS = {
    "import config.wsgi": ["3s", "15s", "30s"],
    "import django; django.setup(); from config.start import begin_as_job; begin_as_job()": ["30s", "10min", "2min"],
    "import django; django.setup()": ["0", "0", "0"],
}


@pytest.mark.parametrize("begins", BEGINNINGS)
def test_budget_is_that_of_the_process(transactional_db, begins):
    done = subprocess.run(
        [sys.executable, "-c", f"import os; {begins}; {SHOW}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == BEGINNINGS[begins], done.stderr[-1000:]


def address():
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{settings.DATABASES['default']['NAME']}"
