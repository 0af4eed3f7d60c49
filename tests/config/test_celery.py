"""What beat asks for is known to the worker: a task that no worker knows is dropped without a word to anybody."""

from pathlib import Path

import pytest
from django.conf import settings

from config.celery import SUBJECTS_WITH_TASKS, app

APPS = ("casework", "workbook", "supervision", "chronology", "audit", "config")


def subjects_that_have_tasks():
    root = Path(settings.BASE_DIR)
    files = [file for each in APPS for file in (root / each).rglob("tasks.py")]
    return {".".join(file.parent.relative_to(root).parts) for file in files}


def test_worker_knows_the_tasks_of_every_subject():
    assert set(SUBJECTS_WITH_TASKS) == subjects_that_have_tasks()


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_what_beat_asks_for_is_a_task_of_a_subject_that_the_worker_knows(name):
    subject, module, _ = app.conf.beat_schedule[name]["task"].rsplit(".", 2)
    assert module == "tasks"
    assert subject in SUBJECTS_WITH_TASKS
