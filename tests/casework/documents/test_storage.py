"""Documents in a bucket, on a small server that speaks as much of S3 as storing and reading a file takes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.storage import storages

from casework.documents.services import store
from config.backups import documents
from config.environment import bucket
from tests.factories import NOW

PDF = b"%PDF of a pack" * 1000


class Bucket(BaseHTTPRequestHandler):
    def do_PUT(self):
        self.server.stored[self.path] = self.content()
        self.answer(200)

    def do_GET(self):
        found = self.server.stored.get(self.path)
        self.answer(404 if found is None else 200, found or b"")

    do_HEAD = do_GET

    def content(self):
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return self.rfile.read(int(self.headers["Content-Length"]))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def answer(self, status, content=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Mon, 30 Nov 2026 12:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def in_a_bucket(settings, tmp_path):
    """The settings of a place whose documents are in a bucket; what the bucket holds, by address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.stored = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    given = bucket("papers", address=address, region="eu-west-2", key="key", secret="secret")
    settings.STORAGES = {**settings.STORAGES, "default": given}
    settings.DATA_DIR = tmp_path
    yield server.stored
    server.shutdown()
    server.server_close()


def test_a_document_is_stored_in_the_bucket_and_read_from_it(in_a_bucket, cast, ash, tmp_path):
    details = {"name": "Ash pack.pdf", "content_type": "application/pdf", "by": cast.bob, "at": NOW}
    first, second = (store(ash.family, content=PDF, **details) for _ in range(2))
    assert first.file.name != second.file.name
    assert set(in_a_bucket) == {f"/papers/{document.file.name}" for document in (first, second)}
    assert first.file.open().read() == PDF
    assert not (tmp_path / "documents").exists()
    assert list(documents.copy_out(tmp_path / "copy")) == []
    assert (tmp_path / "copy" / first.file.name).read_bytes() == PDF


def test_a_document_that_the_bucket_lost_is_named_and_put_back(in_a_bucket, cast, ash, tmp_path):
    details = {"name": "Ash pack.pdf", "content_type": "application/pdf", "by": cast.bob, "at": NOW}
    document = store(ash.family, content=PDF, **details)
    list(documents.copy_out(tmp_path / "copy"))
    in_a_bucket.clear()
    assert list(documents.faults()) == [f"Document {document.file.name}: its file is missing."]
    documents.copy_back(tmp_path / "copy")
    assert list(documents.faults()) == []


def test_without_a_bucket_documents_are_kept_in_the_folder_of_this_machine(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert bucket("", address="", region="", key="", secret="") == {}
    assert storages["default"].location == str(tmp_path / "documents")
