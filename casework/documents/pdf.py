"""Making the PDFs that are wanted. Only here is WeasyPrint imported; only what tasks call imports this."""

import logging
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

from django.conf import settings
from django.db import OperationalError
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from casework.access.apart import know_of
from casework.documents import services
from casework.documents.models import Printed
from casework.masks.reading import reading_for_nobody_named
from casework.refusal import Refusal
from casework.trail.apart import knowing
from casework.users.models import User

logger = logging.getLogger(__name__)

AGAIN = "Ask for it again; if it fails again, tell whoever runs the Workbook."
FAILED = f"it could not be laid out. {AGAIN}"
NOT_STORED = f"its file could not be stored. {AGAIN}"


# Readable by screen readers: tagged, with a title and a language.
VARIANT = "pdf/ua-1"


def fetcher() -> URLFetcher:
    """Fetches only what the page itself contains: no files of this machine, no requests to a network."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


FACE = re.compile(r"ibm-plex-sans-(?P<letters>.+)-(?P<weight>400|600)-normal\.woff2")


@cache
def typeface() -> tuple[CSS, FontConfiguration]:
    """The typeface of the screen, read once: each alphabet is a family of its own, which `paper.css` names in turn."""
    faces = []
    for file in sorted((settings.BASE_DIR / "static" / "built" / "fonts").glob("*.woff2")):
        if face := FACE.fullmatch(file.name):
            family = "IBM Plex Sans" if face["letters"] == "latin" else f"IBM Plex Sans {face['letters']}"
            weight = "700" if face["weight"] == "600" else "400"
            content = b64encode(file.read_bytes()).decode()
            source = f"url(data:font/woff2;base64,{content}) format('woff2')"
            faces.append(f"@font-face{{font-family:'{family}';font-weight:{weight};src:{source}}}")
    fonts = FontConfiguration()
    return CSS(string="".join(faces), font_config=fonts, url_fetcher=fetcher()), fonts


def render(html: str) -> tuple[bytes, int]:
    """The PDF of a whole HTML page (a text) as bytes, and how many pages it has."""
    faces, fonts = typeface()
    page = HTML(string=html, url_fetcher=fetcher())
    document = page.render(stylesheets=[faces], font_config=fonts, pdf_variant=VARIANT)
    return document.write_pdf(pdf_variant=VARIANT), len(document.pages)


class _Text(HTMLParser):
    """The words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(html: str) -> str:
    """What a page says, with one space between words."""
    parser = _Text()
    parser.feed(html.partition("<body")[2])
    return " ".join(" ".join(parser.words).split())


class PrintablePage(NamedTuple):
    """A whole HTML page, the name of its file, and the moment whose record it shows."""

    html: str
    name: str
    as_at: datetime


LayOut = Callable[[Any, datetime], PrintablePage]
Clock = Callable[[], datetime]


def make_waiting(model: type[Printed], lay_out: LayOut, *, by: User, clock: Clock) -> int:
    """Make every row of `model` that is wanted or was abandoned; return how many were made.

    May run in several processes at once. `lay_out(row, now)` gives the page of a row.
    """
    services.requeue_abandoned(model, by=by, at=clock())
    number = 0
    while (row := services.claim_next(model, by=by, at=clock())) is not None:
        try:
            number += _make(row, lay_out, by=by, clock=clock)
        finally:
            services.let_go()
    return number


def _make(row: Printed, lay_out: LayOut, *, by: User, clock: Clock) -> bool:
    """Make one claimed row; return whether it was made."""
    try:
        with reading_for_nobody_named(row.family_id), knowing({}):
            know_of(row.family_id)
            page = lay_out(row, clock())
        content, pages = render(page.html)
    except OperationalError:
        return _leave(row)
    except Exception:
        return _fail(row, FAILED, by=by, clock=clock)
    details: dict[str, Any] = {
        "content": content, "text": text_of(page.html), "pages": pages, "name": page.name, "as_at": page.as_at,
    }  # fmt: skip
    try:
        return _hand_over(services.finish_making, row, **details, by=by, at=clock())
    except OperationalError:
        return _leave(row)
    except Exception:
        return _fail(row, NOT_STORED, by=by, clock=clock)


def _leave(row: Printed) -> bool:
    """A database that was away is not the paper's fault: the next run takes it for cut off, and makes it anew."""
    logger.warning("%s %s was cut off by the database.", type(row).__name__, row.pk)
    return False


def _fail(row: Printed, because: str, *, by: User, clock: Clock) -> bool:
    """Whatever failed: the row must not stay as being made, and the next one must be made."""
    logger.exception("%s %s could not be made.", type(row).__name__, row.pk)
    return _hand_over(services.fail_making, row, because=because, by=by, at=clock(), is_made=False)


def _hand_over(act: Callable[..., object], row: Printed, *, is_made: bool = True, **details: Any) -> bool:
    try:
        act(row, **details)
    except Refusal:
        # Another process took it for abandoned and was faster: its file counts.
        logger.warning("%s %s was made by somebody else meanwhile.", type(row).__name__, row.pk)
        return False
    return is_made
