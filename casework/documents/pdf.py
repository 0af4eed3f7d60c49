"""Laying out a PDF: the only importer of WeasyPrint, and itself imported only by what tasks call."""

from weasyprint import HTML
from weasyprint.urls import URLFetcher

# Readable by screen readers: tagged, with a title and a language.
VARIANT = "pdf/ua-1"


def fetcher():
    """Nothing is fetched but what the page carries itself: no files of this machine, no requests to a network."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def render(html):
    """The PDF of a whole HTML page (a text) as bytes, and how many pages it has."""
    document = HTML(string=html, url_fetcher=fetcher()).render(pdf_variant=VARIANT)
    return document.write_pdf(pdf_variant=VARIANT), len(document.pages)
