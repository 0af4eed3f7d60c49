"""Making the PDFs that are wanted. Only here is WeasyPrint imported; only what tasks call imports this."""

import logging
from typing import NamedTuple

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from casework.documents import services
from casework.refusal import Refusal

logger = logging.getLogger(__name__)

FAILED = "it could not be laid out. Ask for it again; if it fails again, tell whoever runs the Workbook."


# Readable by screen readers: tagged, with a title and a language.
VARIANT = "pdf/ua-1"


def fetcher():
    """Nothing is fetched but what the page carries itself: no files of this machine, no requests to a network."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def render(html):
    """The PDF of a whole HTML page (a text) as bytes, and how many pages it has."""
    document = HTML(string=html, url_fetcher=fetcher()).render(pdf_variant=VARIANT)
    return document.write_pdf(pdf_variant=VARIANT), len(document.pages)


class PrintablePage(NamedTuple):
    """A whole HTML page, the name of its file, and the moment whose record it shows."""

    html: str
    name: str
    as_at: object


def make_waiting(model, lay_out, *, by, clock):
    """Make every row of `model` that is wanted or was abandoned; return how many were made. May run twice at once.

    `lay_out(row, now)` gives a `PrintablePage`.
    """
    services.requeue_abandoned(model, by=by, at=clock())
    number = 0
    while (row := services.claim_next(model, by=by, at=clock())) is not None:
        number += _make(row, lay_out, by=by, clock=clock)
    return number


def _make(row, lay_out, *, by, clock):
    """Lay out one claimed row and hand it over; return whether it was made."""
    try:
        laid = lay_out(row, clock())
        content, pages = render(laid.html)
        details = {"content": content, "pages": pages, "name": laid.name, "as_at": laid.as_at}
        return _hand_over(services.finish_making, row, **details, by=by, at=clock())
    except Exception:
        # Whatever it was: the row must not wait for ever, and the next one must be made.
        logger.exception("%s %s could not be made.", type(row).__name__, row.pk)
        return _hand_over(services.fail_making, row, because=FAILED, by=by, at=clock(), is_made=False)


def _hand_over(act, row, *, is_made=True, **details):
    try:
        act(row, **details)
    except Refusal:
        # Another maker took it for abandoned and was faster: what that one made stands.
        logger.warning("%s %s was made by somebody else meanwhile.", type(row).__name__, row.pk)
        return False
    return is_made
