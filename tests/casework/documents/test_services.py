import stat
from hashlib import sha256

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
