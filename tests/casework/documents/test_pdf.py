import logging
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from casework.documents import pdf

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>A pack</title></head><body>{}</body></html>'
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def test_pdf_counts_its_pages_and_is_accessible():
    content, pages = pdf.render(PAGE.format("<h1>One</h1><p style='break-before: page'>Two</p>"))
    document = PdfReader(BytesIO(content))
    assert pages == len(document.pages) == 2
    assert document.metadata.title == "A pack"
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://example.invalid/x.png", "ftp://a.invalid/x"]
)
def test_fetcher_refuses_files_of_the_machine_and_the_network(address):
    with pytest.raises(Exception, match=r"(?i)protocol|not allowed"):
        pdf.fetcher().fetch(address)


@pytest.mark.parametrize(
    "part",
    ["<img alt='' src='{}'>", "<link rel=stylesheet href='{}'>", "<link rel=attachment href='{}'>",
     "<style>@import url({})</style>", "<p style='background: url({})'>x</p>", "<object data='{}'></object>"],
)  # fmt: skip
def test_pdf_contains_no_file_of_the_machine(part, tmp_path, caplog):
    secret = tmp_path / "secret.txt"
    secret.write_text("p { color: red } SECRET-OF-THE-MACHINE")
    with caplog.at_level(logging.CRITICAL):
        content, _ = pdf.render(PAGE.format(part.format(secret.as_uri())))
    document = PdfReader(BytesIO(content))
    assert not document.attachments
    assert b"SECRET-OF-THE-MACHINE" not in content
    assert "SECRET" not in document.pages[0].extract_text()


def test_pdf_shows_what_its_page_contains_itself():
    content, _ = pdf.render(PAGE.format(f"<img alt='a dot' src='{PIXEL}'>"))
    assert len(PdfReader(BytesIO(content)).pages[0].images) == 1


def test_paper_has_the_typeface_of_the_screen_for_each_alphabet_and_brings_it_along():
    css = render_to_string("casework/documents/paper.css", {"about": "", "as_at": ""})
    content, _ = pdf.render(PAGE.format(f"<style>{css}</style><p>Łukasz, <b>Nguyễn</b>, Олена, Αθηνά</p>"))
    fonts = {str(each["/BaseFont"]).partition("+")[2] for each in _fonts(PdfReader(BytesIO(content)))}
    assert {"IBM-Plex-Sans", "IBM-Plex-Sans-latin-ext", "IBM-Plex-Sans-cyrillic", "IBM-Plex-Sans-greek"} <= fonts
    assert "IBM-Plex-Sans-vietnamese-Bold" in fonts


def _fonts(reader):
    return [each.get_object() for page in reader.pages for each in page["/Resources"]["/Font"].values()]
