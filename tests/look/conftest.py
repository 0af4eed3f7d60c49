"""A site of a few rendered pages in a real browser: the styles and the script by themselves, without a database."""

import json
import mimetypes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
BUILD_FIRST = "The styles are not compiled. Run `npm ci` and `npm run build`, or `make test`, which does both."


class Site:
    """Pages by their path; what is posted to /unsaved/ is kept in `posted` and answered with `answer`.

    What is posted elsewhere is in `saved`; it is answered with `page`, or with the address of a page that shows it.
    `signed_in` is the id of the user.
    """

    def __init__(self):
        self.pages, self.posted, self.saved = {}, [], []
        self.answer = (200, {"kept_at": "14:02"})
        self.page, self.signed_in = None, "5"

    def who(self):
        """The page that says who is signed in."""
        return self.pages.get("/signed-in/", "").replace('data-user="5"', f'data-user="{self.signed_in}"')

    def start(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def handler_for(site):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/static/"):
                file = STATIC / self.path.removeprefix("/static/")
                return self.send(200, mimetypes.guess_type(file)[0], file.read_bytes())
            if self.path == "/signed-in/":
                return self.send(200 if site.signed_in else 302, "text/html; charset=utf-8", site.who().encode())
            page = site.pages.get(self.path)
            return self.send(200 if page else 404, "text/html; charset=utf-8", (page or "").encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != "/unsaved/":
                return self.save(body)
            site.posted.append({"token": self.headers["X-CSRFToken"], **json.loads(body)})
            status, answer = site.answer
            return self.send(status, "application/json", json.dumps(answer).encode())

        def save(self, body):
            site.saved.append(body.decode())
            site.pages["/saved"] = f"<h1>Saved</h1>{body.decode()}"
            if site.page:
                status, html = site.page
                return self.send(status, "text/html; charset=utf-8", html.encode())
            if "X-Workbook-Script" in self.headers:
                return self.send(200, "application/json", b'{"url": "/saved"}')
            return self.send(200, "text/html; charset=utf-8", site.pages["/saved"].encode())

        def send(self, status, kind, body):
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/sign-in/")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler


@pytest.fixture
def site():
    assert (STATIC / "built" / "main.css").exists(), BUILD_FIRST
    site = Site().start()
    yield site
    site.stop()


@pytest.fixture
def open_page(chromium):
    """Opens an address in a window of its own, of the given width; an error of the page's script fails the test."""
    contexts, errors = [], []

    def open_(address, *, width=1280, clock=False, javascript=True):
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
        contexts.append(context)
        context.add_cookies([{"name": "csrftoken", "value": "token-1", "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if clock:
            page.clock.install(time=0)
            page.clock.pause_at(1)  # or it goes on by itself, and on a slow machine too far
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []
