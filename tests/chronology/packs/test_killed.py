"""The process that makes a pack is killed: the page says so, and the next run makes it, within a minute."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.urls import reverse

from casework.documents import services
from casework.documents.queries import is_being_made, wanted_since
from casework.documents.states import PrintState
from casework.users.services import robot
from chronology.packs.tasks import make_waiting
from supervision.packs.models import Pack
from tests.owner import DATABASE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PATIENCE = 30
# It stands still where most of the time goes.
MAKES = """
import time, django
django.setup()
from casework.documents import pdf
pdf.render = lambda html: time.sleep(600)
from chronology.packs.tasks import make_waiting
make_waiting()
"""


@pytest.fixture
def maker(tmp_path):
    """Gives processes that make packs and do not come to an end."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{DATABASE}")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path),
        "DEBUG": "1",
    }
    started = []

    def start():
        process = subprocess.Popen([sys.executable, "-c", MAKES], cwd=settings.BASE_DIR, env=environment)
        started.append(process)
        # Counted when it is committed, and not as soon as the lock is held.
        until(lambda: Pack.objects.get().attempts == len(started))
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    until(lambda: not is_being_made(Pack.objects.get()))


def test_pack_whose_maker_is_killed_is_made_by_the_next_run(prepared, cast, maker, signed_in, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    page = reverse("supervision", args=[prepared.family.pk, prepared.supervision.pk])
    bob, process = signed_in(cast.bob), maker()
    assert is_being_made(Pack.objects.get())
    assert make_waiting() == 0
    assert "cut off" not in bob.get(page).content.decode().casefold()
    kill(process)
    assert "Cut off while it was being made; it is begun again within a minute" in bob.get(page).content.decode()
    assert wanted_since(Pack) == Pack.objects.get().wanted_at
    assert make_waiting() == 1
    pack = Pack.objects.get()
    assert (pack.state, pack.attempts) == (PrintState.MADE, 2)
    assert wanted_since(Pack) is None
    assert not is_being_made(pack)


def test_pack_that_kills_its_maker_each_time_fails_and_says_so(prepared, maker):
    for _ in range(services.MOST_ATTEMPTS):
        kill(maker())
    assert Pack.objects.get().attempts == services.MOST_ATTEMPTS
    assert make_waiting() == 0
    pack = Pack.objects.get()
    assert (pack.state, pack.failed_because) == (PrintState.FAILED, services.CUT_OFF)


def test_pack_whose_maker_hangs_is_made_by_another_after_a_while(prepared, maker, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    maker().send_signal(signal.SIGSTOP)
    assert make_waiting() == 0
    later = Pack.objects.get().started_at + services.LONGEST_MAKING + timedelta(minutes=1)
    assert services.requeue_abandoned(Pack, by=robot("packs"), at=later) == 1
    assert make_waiting() == 1
