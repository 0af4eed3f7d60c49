"""What beat sends is what a worker knows: a task that no worker knows is never done, and nobody hears of it."""

import os
import subprocess
import sys

from config.celery import SUBJECTS_WITH_TASKS, app
from tests.shape.source import ROOT, modules

AS_A_WORKER = """
from config.celery import app
app.loader.import_default_modules()
app.finalize()
print(*sorted(task["task"] for task in app.conf.beat_schedule.values() if task["task"] not in app.tasks))
"""


def test_each_subject_that_has_tasks_is_known_to_the_worker():
    with_tasks = {".".join(path.parent.parts) for path in modules() if path.name == "tasks.py"}
    assert set(SUBJECTS_WITH_TASKS) == with_tasks


def test_worker_by_itself_knows_each_task_that_beat_sends():
    """In a process of its own: here other tests have imported them all."""
    assert app.conf.beat_schedule
    command = [sys.executable, "-c", AS_A_WORKER]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == ""
