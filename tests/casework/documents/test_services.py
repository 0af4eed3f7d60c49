import stat
from hashlib import sha256
from threading import Event
from time import monotonic

from celery import current_app

from casework.documents import services
from casework.documents.services import store
from tests.factories import NOW


def test_document_is_stored_privately_under_a_name_without_meaning(cast, ash, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    document = store(
        ash.family, name="Ash pack.pdf", content=b"%PDF", content_type="application/pdf", by=cast.bob, at=NOW
    )
    digest = sha256(b"%PDF").hexdigest()
    assert (document.sha256, document.size, document.by) == (digest, 4, cast.bob)
    stored = tmp_path / "documents" / document.file.name
    assert stored.read_bytes() == b"%PDF"
    assert "Ash" not in document.file.name
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600


def test_document_of_the_same_content_is_another_file(cast, ash, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    details = {"name": "a.pdf", "content": b"%PDF", "content_type": "application/pdf", "by": cast.bob, "at": NOW}
    first, second = store(ash.family, **details), store(ash.family, **details)
    assert first.file.name != second.file.name
    assert second.file.read() == b"%PDF"


def test_broker_that_hangs_delays_no_save(monkeypatch, django_capture_on_commit_callbacks, db):
    tried, goes_on = [], Event()
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: tried.append(name) or goes_on.wait(10))
    begun = monotonic()
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            services.enqueue_making("some.task")
    assert monotonic() - begun < 1
    goes_on.set()
    with services.SENDING:
        assert tried == ["some.task"]
