"""One family's row is held while thirty save in it: everybody else goes on, and nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import uuid4

import psycopg
import pytest

from casework.failures.turns import AT_ONCE
from casework.notes.models import CaseNote
from casework.submissions.models import Submission
from casework.unsaved.models import UnsavedText
from config.budgets import WEB
from tests.owner import DATABASE, OWNER_URL
from tests.saving.browser.conftest import YESTERDAY
from tests.saving.opened import Opened
from tests.saving.processes.conftest import Server, Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.rule("C16")]
SAVES, PROCESSES = 30, 2
# Seconds. Who waits behind another waiter waits twice: for their turn at the row, and for the row.
BUDGET = 2 * WEB.lock
SCRIPT = {"X-Workbook-Script": "1"}


@pytest.fixture
def server(transactional_db, tmp_path):
    """As it is served: two processes of four threads."""
    server = Server(tmp_path, workers=PROCESSES)
    yield server
    server.kill()


@pytest.fixture
def sue(server, allocated, cast):
    return Visitor(server, cast.sue)


@pytest.fixture
def call(allocated, sue):
    """Gives the words of one opened page of a telephone call."""
    url = f"/families/{allocated.family.pk}/record/telephone_call/"
    page = Opened(sue.client.get(url))
    (narrative, *_) = (
        control.name for control in page.visible() if control.kind == "textarea" and "text" in control.name
    )

    def words(number):
        key = [str(uuid4())]
        said = {narrative: [f"Call number {number}."], "took_place_at": [YESTERDAY]}
        return page.words() | said | {"form_key": key, "opened_page": key}

    words.url = url
    return words


@pytest.fixture
def held(allocated):
    """`with held:` somebody else holds the family's row, as one who saves in it does."""
    with psycopg.connect(OWNER_URL, dbname=DATABASE) as owner:
        owner.execute("SELECT 1 FROM casework_family WHERE id = %s FOR NO KEY UPDATE", [allocated.family.pk])
        yield owner
        owner.rollback()


def test_thirty_saves_behind_one_lock_leave_the_server_to_others(server, sue, call, held, cast):
    # How long this machine takes at this moment for the pages alone, one after the other.
    work = SAVES * max(sue.ask(call.url)[2] for _ in range(5))
    sent, stopped = [call(number) for number in range(SAVES)], Event()
    with ThreadPoolExecutor(SAVES + 2) as pool:
        others, waiting = pool.submit(ask_until, stopped, sue), pool.submit(most_waiting, stopped)
        answers = list(pool.map(lambda words: sue.ask(call.url, words), sent))
        stopped.set()
        waits, at_once = others.result(), waiting.result()
    seconds = [sorted(round(took, 2) for *_, took in answers), sorted(round(took, 2) for took in waits)]
    report = f"{work=:.2f}, saves and others: {seconds}"
    assert {status for status, *_ in answers} == {503}, report
    assert max(took for *_, took in answers) < BUDGET + work, report
    assert len(waits) > 2, report
    assert 0 < at_once <= PROCESSES * AT_ONCE, at_once  # of eight threads
    assert max(waits) < WEB.lock / 2 + work, report
    assert all(f"Call number {number}." in text for number, (_, text, _) in enumerate(answers))
    assert UnsavedText.objects.count() == SAVES
    held.rollback()
    again = [sue.ask(call.url, words) for words in [*sent, *sent]]
    assert {status for status, *_ in again} == {302}
    assert CaseNote.objects.count() == Submission.objects.count() == SAVES
    assert not UnsavedText.objects.exists()


def most_waiting(stopped):
    """How many connections waited for a lock at the same moment, at most."""
    query = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
    most = 0
    with psycopg.connect(OWNER_URL, autocommit=True) as watching:
        while not stopped.is_set():
            most = max(most, watching.execute(query).fetchone()[0])
            sleep(0.1)
    return most


def ask_until(stopped, sue):
    """How long the sign-in page and 'My work' took, in seconds."""
    waits = []
    while not stopped.is_set():
        for path in ("/sign-in/", "/"):
            status, _, took = sue.ask(path)
            assert status in (200, 302)
            waits.append(took)
        sleep(0.1)
    return waits


def test_save_that_waited_too_long_is_told_to_the_script_which_tries_again(sue, call, held):
    words = call(1)
    status, text, _ = sue.ask(call.url, words, **SCRIPT)
    assert status == 503
    assert '"not_saved": true' in text
    assert "Somebody else is saving in this family" in text
    held.rollback()
    assert sue.ask(call.url, words, **SCRIPT)[0] == 200


def test_opened_page_that_is_being_saved_elsewhere_waits_no_longer_than_the_budget(sue, call):
    words = call(1)
    with psycopg.connect(OWNER_URL, dbname=DATABASE) as other:
        key = f"page:{sue.user.pk}:{words['form_key'][0]}"
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        status, text, took = sue.ask(call.url, words)
        assert (status, took < BUDGET + WEB.lock) == (503, True)
        assert "Call number 1." in text
        other.rollback()
    assert sue.ask(call.url, words)[0] == 302
