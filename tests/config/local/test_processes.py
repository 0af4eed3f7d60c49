"""Child processes: what asks us to end reaches us whenever it comes."""

import subprocess
import sys

from django.conf import settings

# SIGTERM comes while Python forks, whose own callbacks swallow what is raised in them.
SCRIPT = """
import os, signal
from config.local.processes import Child, Ended, on_ending, raise_ended

os.register_at_fork(after_in_parent=lambda: signal.raise_signal(signal.SIGTERM))
with on_ending(raise_ended):
    try:
        Child(["sleep", "60"]).process.wait()
    except Ended as ended:
        print(ended.status)
"""


def test_what_asks_to_end_while_a_child_is_being_started_is_not_lost():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=30
    )
    assert done.stdout == "143\n", done.stderr
