"""Reading a record, and saving in it, need PostgreSQL only: Valkey hangs, and is killed."""

import signal
import subprocess
from time import sleep

import pytest
from django.urls import reverse

from config.local.processes import Child
from config.local.wheels import reachable_valkey
from supervision.packs.models import Pack
from tests.saving.processes.conftest import Server, Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
QUICK = 1.5  # seconds, on two busy cores; a client that waits for Valkey waits five


@pytest.fixture
def valkey(tmp_path):
    command = [reachable_valkey(None, tmp_path), "--port", "0", "--unixsocket", tmp_path / "valkey", "--save", ""]
    child = Child(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    while not (tmp_path / "valkey").exists():
        sleep(0.05)
    yield child
    child.process.kill()
    child.process.wait()


@pytest.fixture
def server(transactional_db, tmp_path, valkey):
    server = Server(tmp_path, REDIS_URL=f"unix://{tmp_path}/valkey?db=0")
    yield server
    server.kill()


@pytest.mark.parametrize("goes", [signal.SIGSTOP, signal.SIGKILL])
def test_pages_are_as_quick_without_valkey(server, valkey, month, cast, goes):
    sue, family = Visitor(server, cast.sue), month.family.pk
    pages = ["/", reverse("family", args=[family]), reverse("workbook", args=[family]), "/sign-in/"]
    before = [sue.ask(page) for page in pages]
    valkey.process.send_signal(goes)
    again = [sue.ask(page) for page in pages]
    assert [status for status, *_ in again] == [status for status, *_ in before]
    assert {status for status, *_ in again} <= {200, 302}
    assert max(took for *_, took in again) < QUICK


@pytest.mark.parametrize("goes", [signal.SIGSTOP, signal.SIGKILL])
def test_save_that_wants_a_job_is_as_quick_without_valkey(server, valkey, story, cast, goes):
    bob = Visitor(server, cast.bob)
    again = reverse("pack-again", args=[story.family.pk, story.supervision.pk])
    bob.ask("/sign-in/")
    valkey.process.send_signal(goes)
    before = Pack.objects.count()
    status, _, took = bob.ask(again, {"x": "y"})
    assert (status, Pack.objects.count()) == (302, before + 1)
    assert took < QUICK
